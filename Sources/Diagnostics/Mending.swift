/// Puts a file right by the mends of its diagnostics, one after the other.
public struct Mending {
  /// What is wrong with a file, in the order of its lines.
  public typealias Check = (SourceFile) -> [Diagnostic]

  /// Beyond this many nobody looks through what was changed.
  public static let maximumCount = 200
  /// Each try reads the whole file again.
  static let maximumTries = 500

  public private(set) var file: SourceFile
  /// What was put right, in the order in which it was.
  public private(set) var mended: [Diagnostic] = []
  private let check: Check

  /// - Parameter check: What is wrong with a file of that name; asked after every change.
  public init(_ file: SourceFile, check: @escaping Check) {
    self.file = file
    self.check = check
  }

  /// A mend is kept if what it is for is gone and nothing is wrong where it changed the file.
  public mutating func run() {
    var refused: Set<[String]> = []
    var tries = 0
    var found = check(file)
    while mended.count < Mending.maximumCount {
      var isChanged = false
      for diagnostic in found {
        guard tries < Mending.maximumTries else { return }
        guard let mend = diagnostic.mend, mend.edits.allSatisfy({ $0.range.file === file }),
          let bytes = mend.applied(to: file), bytes != file.bytes
        else { continue }
        // What did not help in a line does not help there after a change elsewhere.
        let sign = sign(diagnostic, mend)
        guard !refused.contains(sign) else { continue }
        let changed = SourceFile(name: file.name, bytes: bytes)
        tries += 1
        let left = check(changed)
        guard isBetter(left, changed, than: diagnostic, mend) else {
          refused.insert(sign)
          continue
        }
        mended.append(diagnostic)
        (file, found, isChanged) = (changed, left, true)
        break
      }
      if !isChanged { return }
    }
  }

  /// By what a mend is known again when lines above it have changed.
  private func sign(_ diagnostic: Diagnostic, _ mend: Mend) -> [String] {
    let place = diagnostic.range?.startPosition
    return [
      diagnostic.code, diagnostic.message, "\(place?.line ?? 0):\(place?.column ?? 0)",
    ] + mend.edits.map(\.text)
  }

  private func isBetter(
    _ left: [Diagnostic], _ changed: SourceFile, than old: Diagnostic, _ mend: Mend
  ) -> Bool {
    // Edits behind the place do not move it; those before it stand in its own line or above.
    let shift = changed.bytes.count - file.bytes.count
    let places = mend.edits.map(\.range)
    let first = places.map(\.start).min() ?? 0
    let last = (places.map(\.end).max() ?? 0) + max(0, shift)
    return left.allSatisfy { diagnostic in
      guard let range = diagnostic.range, range.file === changed else { return true }
      let isSame =
        diagnostic.code == old.code && diagnostic.message == old.message
        && (range.start == old.range?.start || range.start == (old.range?.start ?? 0) + shift)
      if isSame { return false }
      return diagnostic.severity != .error || range.start > last || range.end < first
    }
  }
}
