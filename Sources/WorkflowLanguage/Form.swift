import Diagnostics
import YAML

/// A mapping with stated keys, such as a transition.
struct FormKind: Sendable {
  /// As in messages: "a transition".
  let name: String
  let keys: [String]

  static let file = FormKind(
    name: "a workflow",
    keys: [
      "workflow", "version", "title", "time_zone", "parameters", "guards", "records", "invariants",
      "uses", "possible", "migrate",
    ])
  static let part = FormKind(
    name: "a part of a workflow",
    keys: ["part_of", "uses", "parameters", "guards", "records", "invariants", "possible"])
  static let recordType = FormKind(
    name: "a record type",
    keys: [
      "shown_as", "fields", "relations", "states", "guards", "reactions", "transitions", "lists",
      "badges", "undecided",
    ])
  static let field = FormKind(
    name: "a field",
    keys: ["type", "choice", "list", "formula", "default", "unique", "optional"])
  static let unique = FormKind(name: "'unique'", keys: ["in", "otherwise"])
  static let relation = FormKind(
    name: "a relation", keys: ["many", "by", "where", "links", "linked_by", "inline", "as"])
  static let state = FormKind(
    name: "a state",
    keys: ["badge", "row_color", "on_entry", "on_exit", "initial", "states", "final"])
  static let history = FormKind(name: "a history", keys: ["history", "default", "effects"])
  static let initial = FormKind(name: "'initial'", keys: ["to", "effects"])
  static let ways = FormKind(name: "an event", keys: ["first"] + sharedKeys)
  /// What stands once beside `first:`, for all its ways.
  static let sharedKeys = ["label", "tabs", "selection"]
  static let namedGuard = FormKind(name: "a guard", keys: ["when", "check", "otherwise"])
  static let transition = FormKind(
    name: "a transition",
    keys: [
      "label", "tabs", "selection", "from", "to", "roles", "inputs", "edits", "guards", "warnings",
      "confirm", "effects", "reminders", "only_sent", "at", "after", "automatic", "done",
      "internal",
      "when", "approval", "every", "starting", "until", "not_supported", "instead",
    ])
  static let selection = FormKind(name: "'selection'", keys: ["only", "otherwise"])
  static let input = FormKind(
    name: "an input",
    keys: [
      "type", "choice", "list", "optional", "default", "label", "when", "required", "checks",
    ])
  static let notice = FormKind(name: "a warning or reminder", keys: ["when", "say"])
  static let question = FormKind(name: "'confirm'", keys: ["ask", "details", "buttons", "when"])
  static let effect = FormKind(
    name: "an effect",
    keys: [
      "set", "create", "delete", "erase", "link", "unlink", "send", "emit", "raise", "do", "when",
      "for", "where", "order_by", "descending", "limit", "as", "with", "key", "to", "skip_blocked",
      "later", "else",
    ])
  static let approval = FormKind(name: "'approval'", keys: ["roles", "when", "otherwise"])
  static let category = FormKind(
    name: "a parameter by a choice", keys: ["by", "values", "otherwise"])
  static let reaction = FormKind(name: "a reaction", keys: ["when", "set"])
  static let list = FormKind(
    name: "a list", keys: ["title", "default", "where", "order_by", "descending", "columns"])
  static let possibility = FormKind(
    name: "a possibility", keys: ["record", "when", "check", "otherwise"])
  static let migration = FormKind(
    name: "a record type's migration", keys: ["was", "fields", "states", "set"])
  static let invariant = FormKind(
    name: "an invariant", keys: ["record", "when", "check", "otherwise", "during"])
}

/// A mapping whose keys were looked at: the known ones can be asked for, the others are reported.
struct Form {
  let kind: FormKind
  let node: Node
  /// The keys that are there; looking among these few is quicker than among all.
  private var present: [(name: String, key: Node, value: Node)] = []

  /// Nil, with a diagnostic, if the node is no mapping.
  init?(_ node: Node, _ kind: FormKind, _ report: Report, example: String? = nil) {
    guard node.isMapping else {
      report.add(
        .wrongShape(node, expected: "a mapping with the keys of \(kind.name)", example: example),
        at: node.range)
      return nil
    }
    self.kind = kind
    self.node = node
    for (key, value) in node.entries {
      let name = key.text
      if !kind.keys.contains(name) {
        var mistake = Mistake.unknownKey(name, in: kind.name, allowed: kind.keys)
        if FlowComma.cuts(key) { mistake.label = FlowComma.remedy }
        report.add(mistake, at: key.range)
      } else if entry(name) == nil {
        present.append((name, key, value))
      }
    }
  }

  /// The value of a key; nil where the key is left out or its value is empty.
  subscript(name: String) -> Node? {
    guard let value = raw(name), !value.isNull else { return nil }
    return value
  }

  /// The value of a key, even an empty one.
  func raw(_ name: String) -> Node? { entry(name)?.value }

  func key(_ name: String) -> Node? { entry(name)?.key }

  /// The keys that are there, in the order of the file.
  var presentKeys: [String] { present.map(\.name) }

  /// The form with keys of another one as well, where it has none of its own.
  func adding(_ names: [String], from other: Form) -> Form {
    var form = self
    form.present += other.present.filter { names.contains($0.name) && entry($0.name) == nil }
    return form
  }

  private func entry(_ name: String) -> (name: String, key: Node, value: Node)? {
    assert(kind.keys.contains(name), "\(kind.name) has no key \(name)")
    return present.first { $0.name == name }
  }
}
