import Diagnostics

/// A parameter that is a text as it is written, and was probably meant to be a number.
struct SuspectNumber {
  /// As formulas call it.
  let name: String
  let range: SourceRange
  let text: String
  let meant: String
}
