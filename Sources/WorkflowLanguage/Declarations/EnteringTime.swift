import Diagnostics
import WorkflowEngine
import YAML

/// Finds the regions of which formulas ask when their present state was entered:
/// `entered.status`.
///
/// Types are not known yet: every region of that name keeps its time, in whichever text the words
/// stand.
struct EnteringTime {
  let draft: DefinitionDraft

  static let head = "entered"

  /// - Parameter nodes: of the main file and its parts.
  func reserve(_ nodes: [Node]) {
    let isNamed = nodes.contains { Self.mayName(in: $0.range.file.bytes) }
    guard isNamed else { return }
    var regions: Set<String> = []
    for text in nodes.flatMap(GuardDraft.texts) { regions.formUnion(Self.regions(in: text)) }
    for type in draft.types where type.member(Self.head) == nil {
      let reader = DeclarationReader(draft: draft, type: type)
      for (number, region) in type.regions.enumerated() where regions.contains(region.name) {
        reader.keepEntering(of: number)
      }
    }
  }

  private static func mayName(in bytes: some Collection<UInt8>) -> Bool {
    let words = Array("\(head).".utf8)
    guard let first = words.first else { return false }
    var rest = bytes[...]
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: words) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  /// The names behind `entered.` in a text.
  private static func regions(in text: String) -> [String] {
    text.split(separator: "\(head).", omittingEmptySubsequences: false).dropFirst().map { rest in
      String(
        decoding: rest.utf8.prefix { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F },
        as: UTF8.self)
    }
  }
}
