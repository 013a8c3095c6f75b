/// What can be wrong with a file that YAML itself would allow, and what ends the reading.
enum Problem {
  case fileTooLarge(_ limit: Int)
  case wrongEncoding
  case invalidUTF8
  case controlCharacter(UInt32)
  case tab
  /// Spaces that are none for YAML, where only spaces can be meant.
  case foreignSpace(UInt32)
  case directive
  case severalDocuments
  case anchor(String)
  case alias(String)
  case tag(String)
  case mergeKey
  case duplicateKey(String, first: Int, firstEnd: Int)
  case complexKey
  case emptyKey
  case nestingTooDeep(_ limit: Int)
  case tooManyValues(_ limit: Int)
  case textTooLong(_ limit: Int)
}
