import Diagnostics

extension Mistake.Kind {
  static let notSettable = Mistake.Kind(
    "not-settable", "A state, a set or a computed field under set",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {effects: [{set: {status: closed}}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {to: closed}

      """,
    reason: """
      States change by transitions, sets by what belongs to them, and computed fields \
      by what they are computed from.
      """)
}

extension Mistake {
  static func stateNotSettable(_ name: String, type: String, isNew: Bool) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' holds a state of \(type), and only transitions change states",
      label: isNew
        ? "leave it out: a new record is in its first states" : "use a transition's 'to'",
      help: isNew ? "to start elsewhere, send the new record an event" : nil)
  }

  static func formulaNotSettable(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is computed and cannot be set",
      label: "set what it is computed from",
      notes: [.init("its formula stands here", range: declared)])
  }

  static func stateNotAsked(_ name: String) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is a region, nobody gives it a value",
      label: "take it out, and say under 'to' where the record goes")
  }

  static func formulaNotAsked(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is computed, nobody gives it a value",
      label: "take it out, or ask for what it is computed from",
      notes: [.init("it is declared here", range: declared)])
  }

  static func relationNotSettable(_ name: String, isLinks: Bool, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is a set and cannot be set",
      label: isLinks ? "use 'link' and 'unlink'" : "use 'create' and 'delete'",
      notes: [.init("it is declared here", range: declared)])
  }

  static func relationNotEditable(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is a set and cannot be edited", label: "name a field",
      notes: [.init("it is declared here", range: declared)])
  }

  /// A path to another record's field where only own fields are set.
  static func otherRecordsField(_ path: String, type: String) -> Mistake {
    let field = path.split(separator: ".").last.map(String.init) ?? path
    let isOwn = path == "\(type).\(field)"
    return Mistake(
      .notSettable,
      isOwn
        ? "'\(path)' is an own field" : "'\(path)' is no own field of \(type)",
      label: isOwn ? "write \(field)" : "name a field of \(type)",
      help: isOwn ? nil : "fields of other records are set by the effect 'set' of a transition",
      replacement: isOwn ? field : nil)
  }

  static func setTwice(_ name: String, first: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is set twice", label: "keep one of them",
      notes: [.init("the other stands here", range: first)])
  }

  /// - Parameter path: What stands before the field.
  static func throughSet(_ path: String, field: String, isInline: Bool) -> Mistake {
    Mistake(
      .notSettable,
      "'\(path)' is \(isInline ? "an entry" : "a set"), not one record that is referred to",
      label: "write {for: \(path), set: {\(field): …}}")
  }

  static func throughNoRecord(_ path: String) -> Mistake {
    Mistake(
      .notSettable, "'\(path)' is no reference, so it leads to no record",
      label: "name references, with points between them")
  }

  /// In a loop, a field of the record around it.
  static func ownInLoop(_ path: String) -> Mistake {
    Mistake(
      .notSettable, "'\(path)' is the own record's, and 'for' sets fields of the records looked at",
      label: "set it in an effect of its own, without 'for'")
  }

  static func notStored(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is computed and stores nothing", label: "name a stored field",
      notes: [.init("it is declared here", range: declared)])
  }
}
