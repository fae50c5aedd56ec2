#!/bin/sh
# format.sh - .clang-format is settled: checked, not argued.
set -eu
cd "${SOURCE:-$(dirname "$0")/../..}"
find lib proto broker workers client tests -name '*.[ch]' | sort | xargs clang-format --dry-run -Werror
