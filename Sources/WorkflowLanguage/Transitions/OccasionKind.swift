import YAML

/// What brings a way about, as its keys say it. What is known of each kind stands in its row.
enum OccasionKind: Int, CaseIterable {
  /// Nothing: the operation does not exist.
  case unsupported
  case clock, automatic, done, expired
  /// Somebody, or another record.
  case asked

  struct Row {
    /// The keys that say it; where several stand there, the first is kept.
    var keys: [String] = []
    /// Keys of other kinds that mean the same in another way: one of them is kept.
    var rivals: [String] = []
    /// Why keys that only somebody who asks could answer to do not go with it.
    var reason = ""
    var barred: Set<String> = []
    /// The only keys that go with it; nil where all do but the barred.
    var allowed: Set<String>?
    /// Why it makes no record; nil where it may.
    var barsNew: String?
    /// A key that it needs, what it is called then, and what to write.
    var needed: (key: String, owner: String, help: String)?
  }

  var row: Row { Self.rows[rawValue] }

  /// What the keys of a way say.
  static func said(by form: Form) -> OccasionKind {
    if form["not_supported"] != nil { return .unsupported }
    if clockKeys.contains(where: { form[$0] != nil }) { return .clock }
    if form["automatic"]?.asBool == true { return .automatic }
    if form.raw("done") != nil { return .done }
    return form.raw("expired") != nil ? .expired : .asked
  }

  private static let rows = allCases.map(\.madeRow)

  private var madeRow: Row {
    switch self {
    case .unsupported: Row(keys: ["not_supported"], allowed: ["not_supported", "instead"])
    case .clock:
      Row(
        keys: Self.clockKeys, reason: ": the clock fires it",
        barred: Self.askedKeys.union(["automatic", "done", "expired"]),
        barsNew: "the clock fires what there is")
    case .automatic:
      Row(
        keys: ["automatic"], rivals: ["done", "expired"], reason: ": nobody asks for it",
        barred: Self.askedKeys.union(Self.refusing), barsNew: "it is about what there is",
        needed: ("when", "an automatic transition", "'when: true' takes it at once"))
    case .done:
      Row(
        keys: ["done"], rivals: ["expired"], reason: ": nobody asks for it",
        barred: Self.askedKeys.union(Self.refusing), barsNew: "it is about what there is")
    case .expired:
      Row(
        keys: ["expired"], reason: ": nobody asks for it",
        barred: Self.askedKeys.union(Self.refusing), barsNew: "it is about what there is")
    case .asked: Row()
    }
  }

  /// Keys that mean nothing without another.
  static let companions = [
    (key: "instead", needed: "not_supported"), (key: "starting", needed: "every"),
    (key: "until", needed: "every"), (key: "on", needed: "every"),
  ]

  static let clockKeys = ["at", "after", "every"]

  private static let askedKeys: Set<String> = [
    "label", "tabs", "selection", "roles", "inputs", "edits", "confirm", "only_sent", "approval",
  ]

  /// Keys that refuse or remark something to whoever asks.
  private static let refusing = ["guards", "warnings", "reminders"]
}

extension WayDraft {
  var isUnsupported: Bool { occasionKind == .unsupported }
  var isFiredByClock: Bool { occasionKind == .clock }
  /// Whether it follows when a request has expired.
  var followsExpiry: Bool { occasionKind == .expired }
  /// Whether it is taken as soon as its condition holds.
  var isAutomatic: Bool { occasionKind == .automatic }
  /// Whether it follows from the record's states by itself.
  var isSpontaneous: Bool { isAutomatic || occasionKind == .done }
  /// Whether somebody may ask for it.
  var isAskedFor: Bool { occasionKind == .asked }
}
