import Diagnostics

extension Mistake.Kind {
  static let nameTaken = Mistake.Kind(
    "name-taken", "A name with two meanings",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {status: text}
          states: {status: [active, closed]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {status_note: text}
          states: {status: [active, closed]}

      """,
    reason: """
      A name in a formula must mean one thing. The record looked at in 'where' is \
      called like its type; where that name is taken, 'as: other' gives it another.
      """)
}

extension Mistake {
  static func nameTaken(_ name: String, what: String, by first: SourceRange) -> Mistake {
    Mistake(
      .nameTaken, "'\(name)' has two meanings: \(what) and one more",
      label: "give one of them another name",
      notes: [.init("the other stands here", range: first)])
  }

  static func askedTwice(_ name: String, first: SourceRange) -> Mistake {
    Mistake(
      .nameTaken, "'\(name)' is asked for twice", label: "take one of them out",
      notes: [.init("the other stands here", range: first)])
  }

  /// - Parameter whole: The input from its name to its end, where it holds what the field holds.
  static func inputLikeField(_ name: String, by field: SourceRange, whole: SourceRange?) -> Mistake
  {
    let label =
      whole == nil
      ? "leave the type out, then the field itself is asked for, or add 'as: other_\(name)'"
      : "leave the type out, then the field itself is asked for"
    return Mistake(
      .nameTaken, "'\(name)' has two meanings: an input and a field", label: label,
      notes: [.init("the field stands here", range: field)],
      edits: whole.map { [.init($0, name)] } ?? [])
  }

  static func guardTwice(_ name: String, first: SourceRange) -> Mistake {
    Mistake(
      .nameTaken, "the guard '\(name)' stands there twice", label: "take one of them out",
      notes: [.init("the other stands here", range: first)])
  }

  static func loopNameTaken(_ name: String, meaning: String) -> Mistake {
    Mistake(
      .nameTaken, "'\(name)' has two meanings here: the record looked at and \(meaning)",
      label: "add 'as: other' and write other for the record looked at")
  }
}
