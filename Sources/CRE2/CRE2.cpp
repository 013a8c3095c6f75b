#include "include/CRE2.h"

#include <re2/re2.h>

struct cre2_pattern {
  re2::RE2 expression;

  cre2_pattern(re2::StringPiece text, const re2::RE2::Options &options)
      : expression(text, options) {}
};

extern "C" cre2_pattern *cre2_compile(const char *text, size_t length, size_t memory) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(static_cast<int64_t>(memory));
  return new cre2_pattern(re2::StringPiece(text, length), options);
}

extern "C" const char *cre2_error(const cre2_pattern *pattern) {
  return pattern->expression.ok() ? nullptr : pattern->expression.error().c_str();
}

extern "C" bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length) {
  return re2::RE2::PartialMatch(re2::StringPiece(text, length), pattern->expression);
}

extern "C" void cre2_release(cre2_pattern *pattern) { delete pattern; }
