/// How large an XML document may be; beyond a limit it is refused with a diagnostic.
enum XMLLimits {
  /// The size of the file.
  static let bytes = 10_000_000
  /// How deeply elements may stand inside each other.
  static let depth = 100
  /// How many elements a document may have.
  static let elements = 100_000
  /// How many attributes an element may have.
  static let attributes = 100
}
