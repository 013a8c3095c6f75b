// A small C interface to RE2: patterns that match in linear time.
#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// Compiles a pattern; never NULL. `memory` limits the bytes its automaton may take.
cre2_pattern *cre2_compile(const char *text, size_t length, size_t memory);

/// NULL when the pattern is sound, else what is wrong with it; lives as long as the pattern.
const char *cre2_error(const cre2_pattern *pattern);

/// Whether the pattern matches anywhere in the text.
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length);

void cre2_release(cre2_pattern *pattern);

#ifdef __cplusplus
}
#endif

#endif
