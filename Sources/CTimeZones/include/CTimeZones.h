#ifndef CTIMEZONES_H
#define CTIMEZONES_H

/// One line for each set of rules: names, yearly rule, packed transitions (scripts/zones).
const char *time_zones_text(void);
/// The bytes of the text, without the zero behind it.
long time_zones_length(void);
/// The version of IANA's database that they are from.
const char *time_zones_version(void);

#endif
