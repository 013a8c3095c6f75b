import CRE2

/// A regular expression (RE2's syntax) that matches in time linear in the text.
final class Pattern: Sendable {
  // INVARIANT: RE2 never changes a pattern once it is compiled, and lets several threads match it.
  private let frozen: Frozen<OpaquePointer?>

  private var pattern: OpaquePointer? { frozen.value }

  init(_ text: String) {
    var copy = text
    frozen = Frozen(
      copy.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          cre2_compile(characters.baseAddress, characters.count, Pattern.memoryLimit)
        }
      })
  }

  deinit { cre2_release(pattern) }

  /// Bytes that one pattern's automaton may take.
  private static let memoryLimit = 1 << 20

  /// What is wrong with the pattern.
  var mistake: String? { cre2_error(pattern).map { String(cString: $0) } }

  /// Whether it matches anywhere in the text.
  func matches(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        cre2_matches(pattern, characters.baseAddress, characters.count)
      }
    }
  }
}
