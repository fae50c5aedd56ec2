/* evidence.c - a file becomes a name and a hash. */
#include "client/cli/evidence.h"

#include <errno.h>
#include <sodium.h>

#include "lib/base/text.h"
#include "lib/model/roster.h"
#include "proto/ids.h"
#include "proto/limits.h"

enum { PIECE = 65536 };

static bool hash_file(FILE *file, uint8_t *out)
{
        crypto_generichash_state state;
        uint8_t piece[PIECE];
        size_t n;

        crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
        while ((n = fread(piece, 1, sizeof piece, file)) > 0)
                crypto_generichash_update(&state, piece, n);
        crypto_generichash_final(&state, out, HASH_SIZE);
        return !ferror(file);
}

static int name_of(const struct session *session, const char *path, struct bytes *ret_name)
{
        const char *slash = strrchr(path, '/');
        const struct bytes name = bytes_str(slash ? slash + 1 : path);

        if (name.len == 0 || name.len > LIMIT_NAME_BYTES || !text_valid_utf8(name) || !text_is_plain(name, TEXT_LINE))
                return session_complain(session, CLI_USAGE, "佐证的文件名须为不超过 %d 字节的一行文字",
                                        "a document's file name is one line of at most %d bytes", LIMIT_NAME_BYTES);
        *ret_name = name;
        return 0;
}

int evidence_read(struct session *session, const char *path, struct attachment *ret_attachment)
{
        struct attachment attachment;
        uint8_t *hash = arena_take(session->arena, HASH_SIZE);
        bool whole;
        FILE *file;
        int r;

        if (!hash)
                return err_fail("out of memory");
        r = name_of(session, path, &attachment.name);
        if (r)
                return r;
        r = ids_start();
        if (r)
                return err_trace(r);
        file = fopen(path, "rbe");
        if (!file)
                return session_complain(session, CLI_USAGE, "无法打开 %s:%s", "cannot open %s: %s", path,
                                        strerror(errno));
        whole = hash_file(file, hash);
        fclose(file);
        if (!whole)
                return session_complain(session, CLI_USAGE, "读取 %s 出错", "cannot read %s", path);
        attachment.hash = bytes_of(hash, HASH_SIZE);
        *ret_attachment = attachment;
        return 0;
}
