import Diagnostics
import YAML

/// What stands once beside the ways of an event.
struct SharedKeys {
  let form: Form
  /// Under which key the ways stand: `first` or `ways`.
  let key: String

  /// A way does not say again what is said for all of them; its lists come after the shared ones.
  func refuseTwice(in way: Form, _ report: Report) {
    for own in FormKind.sharedKeys.compactMap({ way.key($0) }) where form.raw(own.text) != nil {
      report.add(
        .misplacedKey(own.text, "stands beside '\(key)' already", label: "keep one"),
        at: own.range)
    }
  }

  /// A guard beside the ways holds for each of them, so none may be without guards.
  func refuseUnguarded(_ way: WayDraft, _ report: Report) {
    guard way.isSpontaneous || way.followsExpiry, let guards = form.key("guards") else { return }
    report.add(
      .misplacedKey(
        "guards", "cannot hold for a way that nobody asks for",
        label: "move it into the ways that are asked for"),
      at: guards.range)
  }
}

extension WayDraft {
  /// Those of the keys that a way of its kind can have.
  func sharable(_ keys: [String]) -> [String] {
    let row = occasionKind.row
    return keys.filter { key in
      if key == "approval", form["only_sent"]?.asBool == true { return false }
      return row.allowed?.contains(key) ?? !row.barred.contains(key)
    }
  }

  /// What stands under a key beside all ways, and then what stands under it in this one.
  func nodes(_ key: String) -> [Node] {
    [earlier?[key], form[key]].compactMap(\.self)
  }
}
