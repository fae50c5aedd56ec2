/* sender.c - letters and keys. */
#include "tests/sim/sender.h"

#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/dice.h"
#include "tests/sim/fail.h"

void sender_done(struct sender *sender)
{
        for (size_t i = 0; i < sender->letter.n; i++)
                free(sender->letter.at[i].at);
        free(sender->letter.at);
}

struct letter *sender_letter(const struct sender *sender, uint64_t number)
{
        invariant(number >= 1 && number <= sender->letter.n);
        return &sender->letter.at[number - 1];
}

struct letter *sender_add(struct sender *sender, const struct letter *letter, struct bytes bytes)
{
        const size_t n = sender->letter.n;
        struct letter *entry;

        if ((n & (n - 1)) == 0)
                sender->letter.at = reallocarray(sender->letter.at, n ? n * 2 : 1, sizeof *letter);
        EXPECT(sender->letter.at, "out of memory");
        entry = &sender->letter.at[sender->letter.n++];
        *entry = *letter;
        if (bytes.at) {
                entry->at = malloc(bytes.len + 1);
                EXPECT(entry->at, "out of memory");
                memcpy(entry->at, bytes.at, bytes.len);
                entry->len = bytes.len;
        }
        return entry;
}

struct letter *sender_say(struct sender *sender, const struct letter *letter, const struct event *event)
{
        ARENA struct arena *arena = arena_new(0);
        struct letter copy = *letter;
        struct bytes bytes;

        copy.kind = event->kind;
        MUST(codec_put_event(event, arena, &bytes));
        return sender_add(sender, &copy, bytes);
}

const struct sender_key *sender_key(const struct sender *sender)
{
        for (uint32_t i = sender->keys; i-- > 0;)
                if (sender->key[i].in_roster && !sender->key[i].revoked)
                        return &sender->key[i];
        return &sender->key[0];
}

struct sender_key *sender_key_new(struct sender *sender, uint64_t seed)
{
        struct dice dice = dice_of(seed, sender->agent, sender->keys);
        struct sender_key *key = &sender->key[sender->keys];

        if (sender->keys == SENDER_KEYS)
                return NULL;
        sender->keys++;
        *key = (struct sender_key){0};
        for (size_t i = 0; i < KEY_SIZE; i += 8)
                be64_put(key->public_key + i, dice_next(&dice));
        key->id = ids_of_key(key->public_key);
        return key;
}
