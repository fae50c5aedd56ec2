/* bus_keys.c - CURVE key pairs and their Z85 text. */
#include <zmq.h>

#include "lib/bus/bus.h"

int bus_keypair_new(struct bus_keypair *ret_pair)
{
        char public_text[BUS_Z85_SIZE];
        char secret_text[BUS_Z85_SIZE];

        if (zmq_curve_keypair(public_text, secret_text) < 0)
                return err_fail("zmq_curve_keypair: %s", zmq_strerror(zmq_errno()));
        zmq_z85_decode(ret_pair->public_key, public_text);
        zmq_z85_decode(ret_pair->secret_key, secret_text);
        explicit_bzero(secret_text, sizeof secret_text);
        return 0;
}

void bus_z85(const uint8_t key[BUS_KEY_SIZE], char out[BUS_Z85_SIZE])
{
        zmq_z85_encode(out, key, BUS_KEY_SIZE);
}

/* Libzmq's decoder lets some bad characters pass: what does not come back the same was not Z85. */
int bus_from_z85(struct bytes text, uint8_t ret_key[BUS_KEY_SIZE])
{
        char terminated[BUS_Z85_SIZE] = {0};
        char again[BUS_Z85_SIZE] = {0};
        uint8_t key[BUS_KEY_SIZE];
        int r = BUS_BAD;

        if (text.len != BUS_Z85_SIZE - 1)
                return BUS_BAD;
        memcpy(terminated, text.at, text.len);
        if (strlen(terminated) == text.len && zmq_z85_decode(key, terminated)) {
                bus_z85(key, again);
                if (strcmp(terminated, again) == 0) {
                        memcpy(ret_key, key, sizeof key);
                        r = 0;
                }
        }
        explicit_bzero(terminated, sizeof terminated);
        explicit_bzero(again, sizeof again);
        explicit_bzero(key, sizeof key);
        return r;
}
