/// How two texts differ by lines, in the unified form of `diff -u`.
public struct LineDifference {
  private enum Line {
    case kept(Substring)
    case removed(Substring)
    case added(Substring)

    var text: String {
      switch self {
      case .kept(let line): " \(line)"
      case .removed(let line): "-\(line)"
      case .added(let line): "+\(line)"
      }
    }

    var isKept: Bool { if case .kept = self { true } else { false } }
    var isOld: Bool { if case .added = self { false } else { true } }
    var isNew: Bool { if case .removed = self { false } else { true } }
  }

  private let lines: [Line]

  public init(from old: String, to new: String) {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    let difference = after.difference(from: before)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if left < before.count, removed.contains(left) {
        lines.append(.removed(before[left]))
        left += 1
      } else if right < after.count, added.contains(right) {
        lines.append(.added(after[right]))
        right += 1
      } else {
        lines.append(.kept(before[left]))
        left += 1
        right += 1
      }
    }
    self.lines = lines
  }

  /// The hunks with three lines around each change; empty where the texts are the same.
  public func unified(name: String) -> String {
    let changed = lines.indices.filter { !lines[$0].isKept }
    guard !changed.isEmpty else { return "" }
    var hunks: [Range<Int>] = []
    for index in changed {
      let range = max(0, index - 3)..<min(lines.count, index + 4)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    var text = "--- \(name)\n+++ \(name)\n"
    for hunk in hunks {
      let start = lines[..<hunk.lowerBound]
      let (old, new) = (start.count { $0.isOld } + 1, start.count { $0.isNew } + 1)
      let (oldCount, newCount) = (
        lines[hunk].count { $0.isOld }, lines[hunk].count { $0.isNew }
      )
      text += "@@ -\(old),\(oldCount) +\(new),\(newCount) @@\n"
      text += lines[hunk].map { $0.text + "\n" }.joined()
    }
    return text
  }
}
