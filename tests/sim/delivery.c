/* delivery.c - how letters travel: in batches, sometimes again, sometimes in the wrong order, sometimes with a number
 * that was used for something else; and replies that are lost. */
#include "tests/sim/fail.h"
#include "tests/sim/year.h"

enum {
        WHO_ORDER = 600000,
        WHO_TRAVEL = 610000,
        WHO_AWAY = 700000,
        WHO_BROKEN = 710000,
        WHO_LINK = 720000,
        AWAY_PER_MILLE = 30,
        AWAY_DAYS = 5,
        BROKEN_PER_MILLE = 60,
        BROKEN_DAYS = 31,
};

static bool is_hit(const struct year *year, const struct sender *sender, uint64_t who, int days, uint32_t per_mille)
{
        struct dice dice = dice_of(year->weather.seed, who + sender->index, (uint64_t)(year->day / days));

        return dice_chance(&dice, per_mille);
}

/* No line for some days; or the machine that keeps the link is broken, and nobody repairs it for weeks. */
bool delivery_is_away(const struct year *year, const struct sender *sender)
{
        if (year_is_calm(year) || year_is_spared(year) || sender->role != ROLE_AGENT)
                return false;
        return is_hit(year, sender, WHO_AWAY, AWAY_DAYS, AWAY_PER_MILLE) ||
               (sender->keeps_link && is_hit(year, sender, WHO_BROKEN, BROKEN_DAYS, BROKEN_PER_MILLE));
}

/* How many letters from `first` on can be sent: a correction waits until what it corrects is acknowledged. */
static uint32_t ready(struct year *year, struct sender *sender, uint64_t first, uint32_t most)
{
        uint32_t n = 0;

        while (n < most && first + n <= sender->letter.n) {
                struct letter *letter = sender_letter(sender, first + n);

                if (!letter->at && letter->corrects > sender->acknowledged)
                        break;
                if (!letter->at)
                        letters_write_correction(year, sender, letter);
                n++;
        }
        return n;
}

static void send(struct year *year, struct parcel parcel, struct dice *dice)
{
        if (parcel.n == 0)
                return;
        parcel.lost = !year_is_calm(year) && !year->weather.comparable && dice_chance(dice, 30);
        parcel.delimiter = parcel.sender->index % 4 == 1;
        postroom_send(&year->postroom, &parcel);
}

/* The old key of somebody who has not heard yet that he has a new one; or a key that nobody knows. */
static const struct sender_key *key_for(struct sender *sender, struct dice *dice)
{
        return dice_chance(dice, 10) ? &sender->key[dice_below(dice, sender->keys)] : sender_key(sender);
}

static void send_mischief(struct year *year, struct sender *sender, const struct parcel *plain, struct dice *dice)
{
        static const uint8_t RUBBISH[] = {0xff, 0xff, 0xff, 0x07, 0x09};
        static const uint8_t SHORT_STREAM[] = {0x0a, 0x03, 'a', 'b', 'c', 0x10, 0x01};
        struct parcel parcel = *plain;
        const uint64_t known = sender->acknowledged;
        const uint32_t back = known ? dice_between(dice, 1, known < 6 ? (uint32_t)known : 6) : 0;

        switch (dice_below(dice, 6)) {
        case 0: /* again, from before the receipt */
                parcel.first = known + 1 - back;
                parcel.n = ready(year, sender, parcel.first, back + plain->n > 12 ? 12 : back + plain->n);
                send(year, parcel, dice);
                break;
        case 1: /* the later one first */
                if (plain->n > 1) {
                        parcel.first++;
                        parcel.n--;
                        send(year, parcel, dice);
                }
                break;
        case 2: /* a number that was used for something else */
                if (known) {
                        parcel.first = parcel.altered = known + 1 - back;
                        parcel.n = 1;
                        send(year, parcel, dice);
                }
                break;
        case 3:
                postroom_send_rubbish(&year->postroom, sender, bytes_of(RUBBISH, sizeof RUBBISH), CODE_BAD_BATCH);
                break;
        case 4:
                postroom_send_rubbish(&year->postroom, sender, bytes_of(SHORT_STREAM, sizeof SHORT_STREAM),
                                      CODE_BAD_STREAM);
                break;
        default: /* nothing to say: how far am I? */
                parcel.n = 0;
                postroom_send(&year->postroom, &parcel);
        }
}

static void visit(struct year *year, struct sender *sender, int round)
{
        struct dice dice = dice_of(year->weather.seed, WHO_TRAVEL + sender->index,
                                   (uint64_t)year->day * YEAR_ROUNDS + (uint64_t)round);
        struct parcel parcel = {.sender = sender, .first = sender->acknowledged + 1};

        if (delivery_is_away(year, sender) || !dice_chance(&dice, sender->role == ROLE_OPERATOR ? 1000 : 500))
                return;
        parcel.key = key_for(sender, &dice);
        parcel.n = ready(year, sender, parcel.first, dice_between(&dice, 1, 12));
        if (!year_is_calm(year) && dice_chance(&dice, 25)) {
                parcel.delimiter = sender->index % 4 == 1;
                send_mischief(year, sender, &parcel, &dice);
        }
        do { /* what is comparable does not depend on how much there is to say */
                send(year, parcel, &dice);
                parcel.first += parcel.n;
                parcel.n = year->weather.comparable && parcel.n ? ready(year, sender, parcel.first, 12) : 0;
        } while (parcel.n);
}

/* Agents that run on, before anybody opens a day: so their messages are of the day that is open. */
static void keep_links(struct year *year, int round)
{
        for (uint32_t i = 0; i < YEAR_SENDERS; i++) {
                struct sender *sender = &year->sender[i];
                const struct sender_key *key = sender_key(sender);
                struct dice dice = dice_of(year->weather.seed, WHO_LINK + sender->index,
                                           (uint64_t)year->day * YEAR_ROUNDS + (uint64_t)round);

                if (sender->keeps_link && key->in_roster && !delivery_is_away(year, sender) &&
                    (round == 1 || dice_chance(&dice, 300)))
                        postroom_send(&year->postroom, &(struct parcel){.sender = sender,
                                                                        .key = key,
                                                                        .first = sender->acknowledged + 1,
                                                                        .delimiter = true,
                                                                        .keeps_link = true});
        }
}

void delivery_round(struct year *year, int round, bool all)
{
        struct dice dice = dice_of(year->weather.seed, WHO_ORDER, (uint64_t)year->day * YEAR_ROUNDS + (uint64_t)round);
        uint32_t order[YEAR_SENDERS];

        keep_links(year, round);
        for (uint32_t i = 0; i < YEAR_SENDERS; i++) {
                const uint32_t k = dice_below(&dice, i + 1);

                order[i] = order[k];
                order[k] = i;
        }
        for (uint32_t i = 0; i < YEAR_SENDERS; i++)
                if (all || order[i] != YEAR_OPERATOR)
                        visit(year, &year->sender[order[i]], round);
}
