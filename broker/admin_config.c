/* admin_config.c - `duband config`. */
#include <stdio.h>
#include <sysexits.h>

#include "broker/admin.h"
#include "broker/options.h"
#include "broker/settings.h"

int admin_config(const struct admin_verb *verb, int argc, char **argv)
{
        const char *dir = NULL;
        bool only_check = false;
        bool print = false;
        const struct option_row rows[] = {
                {"--dir", &dir, NULL}, {"--check", NULL, &only_check}, {"--print", NULL, &print}};
        struct config *config;
        int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return admin_usage(verb, 0);
        if (status || !dir || only_check == print)
                return admin_usage(verb, 2);
        if (settings_load(dir, &config))
                return EX_CONFIG;
        if (print)
                config_print(config, stdout);
        else
                printf("fine\n");
        config_free(config);
        return 0;
}
