/* shapes_roster.c - proto/roster.proto. */
#include "lib/model/roster.h"
#include "proto/rows.h"
#include "roster.pb-c.h"

static const struct row QUOTA[] = {
        {U32(quota, reports_per_second)},
        {U32(quota, burst)},
        {U64(quota, bytes_per_day)},
};
const struct shape shape_quota = {SHAPE(quota, quota, QUOTA)};

static const struct row MEMBER[] = {
        {NAME(member, name), NEEDED}, {NAME(member, department)},      {ENUM(member, role)},
        {BOOL(member, retired)},      {POINTER(member, quota, quota)}, {TEXT(member, contact)},
};
const struct shape shape_member = {SHAPE(member, member, MEMBER)};

static const struct row KEY[] = {
        {EXACT(key, public_key, KEY_SIZE), NEEDED},
        {NAME(key, member), NEEDED},
        {DAY(key, not_before)},
        {DAY(key, not_after)},
        {BOOL(key, revoked)},
        {TEXT(key, reason)},
};
const struct shape shape_key = {SHAPE(key, key, KEY)};

static const struct row ROSTER_CHANGE[] = {
        {MANY(roster_change, member, member)},
        {MANY(roster_change, key, key)},
        {TEXT(roster_change, reason)},
};
const struct shape shape_roster_change = {SHAPE(roster_change, roster_change, ROSTER_CHANGE)};
