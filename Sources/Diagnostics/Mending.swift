/// Puts a file right by the mends of its diagnostics, one after the other.
public struct Mending {
  /// What is wrong with a file, in the order of its lines.
  public typealias Check = (SourceFile) -> [Diagnostic]

  /// Beyond this many nobody looks through what was changed.
  public static let maximumCount = 200

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
    var refused: Set<[UInt8]> = []
    var found = check(file)
    while mended.count < Mending.maximumCount {
      var isChanged = false
      for diagnostic in found {
        guard let mend = diagnostic.mend, mend.edits.allSatisfy({ $0.range.file === file }),
          let bytes = mend.applied(to: file), bytes != file.bytes, !refused.contains(bytes)
        else { continue }
        let changed = SourceFile(name: file.name, bytes: bytes)
        let left = check(changed)
        guard isBetter(left, changed, than: diagnostic, mend) else {
          refused.insert(bytes)
          continue
        }
        mended.append(diagnostic)
        (file, found, isChanged) = (changed, left, true)
        break
      }
      if !isChanged { return }
    }
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
