import Diagnostics
import WorkflowEngine
import YAML

/// A guard as the file declares it.
///
/// A class, because it remembers who uses it and what it came to for each type.
final class GuardDraft {
  let name: String
  let range: SourceRange
  let form: Form
  /// Whether it stands at the top of the file, for several record types.
  let isShared: Bool
  var isUsed = false
  /// What it came to for each record type that uses it; nil inside where it is a mistake.
  var compiled: [Int: Guard?] = [:]
  /// The record types for which it needs a value that may be empty, unless who uses it knows better.
  var isOpen: Set<Int> = []
  /// The first names of everything it speaks of.
  lazy var roots: Set<String> = GuardDraft.texts(in: form.node).reduce(into: []) {
    $0.formUnion(NameScan($1).roots)
  }

  init(name: String, range: SourceRange, form: Form, isShared: Bool) {
    self.name = name
    self.range = range
    self.form = form
    self.isShared = isShared
  }

  /// Every text in a node, lists and mappings within it included.
  static func texts(in node: Node) -> [String] {
    switch node.kind {
    case .scalar: [node.text]
    case .sequence: node.items.flatMap(texts)
    case .mapping: node.entries.flatMap { texts(in: $0.value) }
    }
  }
}

/// The guards of a record type, or of the whole file.
struct GuardBook {
  private(set) var guards: [GuardDraft] = []
  private var numbers: [String: Int] = [:]

  init(_ node: Node?, isShared: Bool, _ report: Report) {
    self.init([node], isShared: isShared, report)
  }

  /// - Parameter sections: those of the main file and its parts.
  init(_ sections: [Node?], isShared: Bool, _ report: Report) {
    for entry in sections.flatMap({ report.named($0, of: "guards", .namedGuard) }) {
      let (key, value) = (entry.key, entry.value)
      let name = NameRules.check(key, what: "a guard", report, isFormulaName: false)
      if let other = self[name] {
        report.add(.nameTaken(name, what: "a guard", by: other.range), at: key.range)
        continue
      }
      guard
        let form = Form(
          value, .namedGuard, report, example: "{check: …, otherwise: …}", strays: entry.strays)
      else { continue }
      numbers[name] = guards.count
      guards.append(GuardDraft(name: name, range: key.range, form: form, isShared: isShared))
    }
  }

  subscript(name: String) -> GuardDraft? { numbers[name].map { guards[$0] } }

  var names: [String] { guards.map(\.name) }
}

/// Makes guards of what the file says about them.
struct GuardReader {
  let draft: DefinitionDraft

  /// A guard in the words of one scope; nil, with diagnostics, where something in it is wrong.
  ///
  /// - Parameter note: A further sentence for its mistakes.
  func namedGuard(
    _ name: String, _ range: SourceRange, _ form: Form, in scope: Scope,
    note: Diagnostic.Note? = nil, withholding withheld: FormulaReader.Withheld? = nil
  ) -> Guard? {
    var formulas = FormulaReader(draft: draft, note: note)
    formulas.withheld = withheld
    let unknown = formulas.sentence(form["unknown"], of: "unknown", in: scope)
    // That it may not be told is meant, or so it was to be said by a key that is none.
    formulas.toleratesEmpty = form.key("unknown") != nil || !form.isWhole
    let when = formulas.condition(form["when"], of: "when", in: scope)
    let check = formulas.condition(form["check"], of: "check", in: scope.assuming(when))
    formulas.toleratesEmpty = false
    let refused = scope.assuming(when).assuming(check, holds: false)
    let otherwise = formulas.sentence(form["otherwise"], of: "otherwise", in: refused)
    for key in ["check", "otherwise"] where form.lacks(key) {
      if key == "check", let when = form.key("when") {
        draft.report.add(.conditionInWhen(guardName: name), at: when.range)
      } else if form.isWhole {
        draft.report.add(.missingKey(key, in: "guard '\(name)'"), at: range)
      }
    }
    guard let check, let otherwise, when != nil || form["when"] == nil,
      unknown != nil || form["unknown"] == nil
    else { return nil }
    return Guard(
      name: name, when: when, check: check, otherwise: otherwise, unknown: unknown,
      place: draft.report.place(range))
  }

  /// A declared guard as a record type's transitions see it, made once for the type.
  ///
  /// - Parameters:
  ///   - scope: The transition's names, where the guard speaks of an input.
  ///   - use: Where a transition names it.
  func namedGuard(
    _ guardDraft: GuardDraft, for type: RecordTypeDraft, own: Scope, scope: Scope,
    use: SourceRange
  ) -> Guard? {
    guardDraft.isUsed = true
    let note =
      guardDraft.isShared
      ? Diagnostic.Note("a transition of \(type.name) uses it here", range: use) : nil
    if !scope.variables.isEmpty, !guardDraft.roots.isDisjoint(with: scope.variables) {
      return namedGuard(guardDraft.name, guardDraft.range, guardDraft.form, in: scope, note: note)
    }
    let made = guardDraft.compiled[type.index] ?? make(guardDraft, for: type, own, note)
    if made != nil, guardDraft.isOpen.contains(type.index) {
      // What this transition makes certain is there; the rest is said.
      _ = namedGuard(guardDraft.name, guardDraft.range, guardDraft.form, in: scope, note: note)
    }
    return made
  }

  /// The guard in the type's own names, without a word on what may be empty.
  private func make(
    _ guardDraft: GuardDraft, for type: RecordTypeDraft, _ own: Scope, _ note: Diagnostic.Note?
  ) -> Guard? {
    if guardDraft.isShared { refuseBareNames(in: guardDraft, type) }
    let withheld = FormulaReader.Withheld()
    let made = namedGuard(
      guardDraft.name, guardDraft.range, guardDraft.form, in: own, note: note,
      withholding: withheld)
    guardDraft.compiled[type.index] = .some(made)
    if !withheld.warnings.isEmpty { guardDraft.isOpen.insert(type.index) }
    return made
  }

  // MARK: Dotted names

  /// A shared guard names members only with their record: `account.status`, not `status`.
  private func refuseBareNames(in guardDraft: GuardDraft, _ type: RecordTypeDraft) {
    for key in ["when", "check"] {
      guard let node = guardDraft.form[key] else { continue }
      refuseBareNames(inCondition: node, type)
    }
  }

  private func refuseBareNames(inCondition node: Node, _ type: RecordTypeDraft) {
    switch node.kind {
    case .sequence: for item in node.items { refuseBareNames(inCondition: item, type) }
    case .mapping: for entry in node.entries { refuseBareNames(inCondition: entry.value, type) }
    case .scalar:
      for chain in NameScan(node.text).chains where !chain.isContinued && chain.names.count == 1 {
        let name = chain.names[0]
        guard type.member(name) != nil, draft.typeNumber(name) == nil else { continue }
        draft.report.add(.bareName(name, type: type.name), at: node.range(ofText: chain.range))
      }
    }
  }
}
