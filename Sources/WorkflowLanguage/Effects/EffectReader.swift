import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Makes effects of what a transition or a state lists.
struct EffectReader {
  let draft: DefinitionDraft
  let cascades: CascadeGraph
  let type: RecordTypeDraft
  /// The event whose effects they are; nil for those of a state.
  let event: String?
  /// The transition's names, inputs included.
  private(set) var scope: Scope

  var report: Report { draft.report }
  var formulas: FormulaReader { FormulaReader(draft: draft) }

  /// How deep `do` may stand inside `do`.
  static let maximumDepth = 16

  func read(_ node: Node?, of key: String = "effects", depth: Int = 0) -> [Effect] {
    report.items(node, of: key, example: "a list: - {set: {…}}").compactMap {
      read($0, depth: depth)
    }
  }

  func readList(_ node: Node) -> [Effect] { read(node) }

  private func read(_ node: Node, depth: Int) -> Effect? {
    if depth > EffectReader.maximumDepth {
      report.add(
        .tooMany("'do' inside each other", limit: EffectReader.maximumDepth), at: node.range)
      return nil
    }
    if let inner = doubleDash(node) {
      report.add(inner.mistake, at: inner.range)
      return read(inner.node, depth: depth)
    }
    guard let form = Form(node, .effect, report, example: "{set: {…}}"),
      let verb = verb(of: form)
    else { return nil }
    refuseMisplaced(form, verb: verb)
    let isLoop = form["for"] != nil
    let note = "'when' is decided once, before the records are looked at; what is asked of each "
    let when = FormulaReader(
      draft: draft, note: isLoop ? .init(note + "of them stands under 'where'") : nil
    ).condition(form["when"], of: "when", in: scope)
    var inner = self
    inner.scope = scope.assuming(when)
    if verb == .do {
      if let node = form["do"], node.isSequence, node.count == 0, form.lacks("else") {
        report.add(.emptyList("do", of: "effects"), at: node.range)
      }
      var other = self
      other.scope = scope.assuming(when, holds: false)
      return Effect(
        kind: .choose(
          inner.read(form["do"], of: "do", depth: depth + 1),
          otherwise: other.read(form["else"], of: "else", depth: depth + 1)),
        target: .own, when: when, place: report.place(node.range))
    }
    guard let target = inner.target(of: form, verb: verb) else { return nil }
    if verb == .set, let set = form["set"] {
      return SettingReader(draft: draft, target: target, form: form).read(set, when: when)
    }
    guard let kind = inner.kind(verb, form, on: target) else { return nil }
    return Effect(
      kind: kind, target: target.target, when: when, place: report.place(node.range))
  }

  /// `- - {…}`: an item with one dash too many.
  private func doubleDash(
    _ node: Node
  ) -> (node: Node, mistake: Mistake, range: SourceRange)? {
    guard node.style == .blockSequence, node.count == 1, let item = node.items.first,
      item.isMapping
    else { return nil }
    let (file, start) = (node.range.file, node.range.start)
    guard start >= 2, file.bytes[start - 2..<start].elementsEqual("- ".utf8) else { return nil }
    let dash = SourceRange(file: file, start: start - 2, end: start)
    return (item, .doubleDash(), dash)
  }

  private func kind(
    _ verb: Verb, _ form: Form, on target: EffectTarget
  ) -> Effect.Kind? {
    guard let node = form[verb.rawValue] else { return nil }
    switch verb {
    case .create: return create(node, form, target)
    case .delete: return .delete
    case .erase:
      draft.erasures.append(
        Erasure(type: type.index, event: event, erased: target.type.index, range: node.range))
      return .erase
    case .link, .unlink: return link(node, form, target, isLink: verb == .link)
    case .send:
      guard let event = event(node, of: target.type) else { return nil }
      return send(event, form, on: target)
    case .emit: return emit(node, form, target)
    case .raise:
      return event(raised: node).map {
        .raise(event: $0, isLater: report.boolean(form["later"], of: "later") ?? false)
      }
    case .do, .set: return nil
    }
  }

  // MARK: Form

  /// The one verb of an effect; `create` may have `send` beside it.
  private func verb(of form: Form) -> Verb? {
    var verbs = form.presentKeys.compactMap(Verb.init(rawValue:))
    if verbs.contains(.create) { verbs.removeAll { $0 == .send } }
    guard let first = verbs.first else {
      // A key that is none was told, and is probably the verb.
      if form.isWhole { report.add(.noVerb(Verb.names), at: form.node.range) }
      return nil
    }
    for other in verbs.dropFirst() {
      guard let key = form.key(other.rawValue) else { continue }
      report.add(.secondVerb(other.rawValue, beside: first.rawValue), at: key.range)
    }
    return form[first.rawValue] == nil ? nil : first
  }

  /// Keys that only go with some verbs, or with a loop.
  private func refuseMisplaced(_ form: Form, verb: Verb) {
    for key in form.presentKeys
    where Verb.particular.contains(key) && !verb.row.companions.contains(key) {
      guard let node = form.key(key) else { continue }
      let label =
        key == "for" && verb.row.reach == .named
        ? "'\(verb.rawValue)' names the records itself" : "leave it out"
      report.add(
        .misplacedKey(key, "does not go with '\(verb.rawValue)'", label: label), at: node.range)
    }
    if verb == .send, form["for"] != nil, let to = form.key("to") {
      report.add(
        .misplacedKey("to", "cannot stand beside 'for'", label: "keep one of them"), at: to.range)
    }
    if verb == .do, form["when"] == nil, let key = form.key("else") {
      report.add(.misplacedKey("else", "needs 'when'", label: "say when"), at: key.range)
    }
    let isLoop = form["for"] != nil || verb.row.reach == .named
    for key in ["where", "order_by", "limit", "as"] where !isLoop {
      guard let node = form.key(key) else { continue }
      report.add(.misplacedKey(key, "needs 'for'", label: "say over which records"), at: node.range)
    }
    formulas.refuseOrderOfNothing(form)
  }

  // MARK: Sending

  /// An event that a cascade may bring to records of a type.
  func event(_ node: Node, of other: RecordTypeDraft) -> Int? {
    guard let name = report.text(node, of: "send") else { return nil }
    guard let number = other.event(name) else {
      var mistake = Mistake.unknownEvent(
        name, type: other.name, all: other.events.map(\.name), declared: other.range)
      if let point = name.utf8.lastIndex(of: UInt8(ascii: ".")) {
        let (path, event) = (name[..<point], name[name.utf8.index(after: point)...])
        let isSet = if case .relation = type.member(String(path)) { true } else { false }
        if path == other.name {
          mistake.label = "write \(event)"
          mistake.replacement = String(event)
        } else {
          mistake.label =
            isSet
            ? "write {for: \(path), send: \(event)}" : "write {send: \(event), to: \(path)}"
        }
      }
      report.add(mistake, at: node.range)
      return nil
    }
    let event = other.events[number]
    let reason: String? =
      if event.ways.contains(where: \.isUnsupported) {
        "it is not supported"
      } else if event.ways.allSatisfy(\.isSpontaneous) {
        "it follows by itself"
      } else if event.ways.contains(where: \.isFiredByClock) {
        "the clock fires it"
      } else if event.ways.contains(where: \.followsExpiry) {
        "it follows when a request has expired"
      } else if event.ways.contains(where: \.creates) {
        "it creates a record"
      } else {
        nil
      }
    if let reason {
      report.add(
        .cannotBeSent(name, type: other.name, because: reason, declared: event.range),
        at: node.range)
      return nil
    }
    return number
  }

  /// An event of the own type that an effect raises.
  private func event(raised node: Node) -> Int? {
    guard let name = report.text(node, of: "raise") else { return nil }
    guard let number = type.event(name) else {
      report.add(
        .unknownEvent(name, type: type.name, all: type.events.map(\.name), declared: type.range),
        at: node.range)
      return nil
    }
    let ways = type.events[number].ways
    let reason: String? =
      if ways.allSatisfy(\.isUnsupported) {
        "it is not supported"
      } else if ways.allSatisfy(\.isSpontaneous) {
        "it follows by itself"
      } else if ways.allSatisfy(\.isFiredByClock) {
        "the clock fires it"
      } else if ways.allSatisfy(\.followsExpiry) {
        "it follows when a request has expired"
      } else if ways.allSatisfy(\.creates) {
        "it creates a record"
      } else {
        nil
      }
    guard let reason else {
      refuseMissing(type.events[number], of: type, given: [], sender: .raise, at: node)
      return number
    }
    report.add(
      .cannotBeSent(
        name, type: type.name, because: reason, declared: type.events[number].range),
      at: node.range)
    return nil
  }

  func addCascade(to other: RecordTypeDraft, _ event: Int, isOverSet: Bool, at range: SourceRange) {
    guard let name = self.event, let own = type.event(name) else { return }
    cascades.add(
      from: type.index, own, to: other.index, event, isOverSet: isOverSet, at: range)
  }
}

/// On which records an effect works, and the names its values may use.
struct EffectTarget {
  let target: Effect.Target
  let type: RecordTypeDraft
  let scope: Scope
  /// Whether there can be several.
  let isSet: Bool
}
