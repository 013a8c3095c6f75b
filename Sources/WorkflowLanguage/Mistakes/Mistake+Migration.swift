import Diagnostics
import WorkflowEngine

/// What a `migrate:` block says that cannot be meant.
extension Mistake {
  static func formerName(_ name: String, what: String, declared: SourceRange?) -> Mistake {
    Mistake(
      .formerName, "'\(name)' is still \(what), so it is no former name",
      label: "name one that the file no longer has",
      notes: declared.map { [.init("it is declared here", range: $0)] } ?? [])
  }

  /// A member that is dropped, though the file has it.
  static func stillThere(_ name: String, type: String, declared: SourceRange) -> Mistake {
    Mistake(
      .formerName,
      "'\(name)' is still a member of \(type), so 'null' would empty it in every record",
      label: "leave it out: its values stay",
      notes: [.init("it is declared here", range: declared)])
  }

  static func takenTwice(_ name: String, by first: SourceRange) -> Mistake {
    Mistake(
      .wrongValue, "'\(name)' cannot take the place of two",
      label: "drop one of them with 'null'", notes: [.init("the other stands here", range: first)])
  }

  static func notStored(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is computed and stores nothing", label: "name a stored field",
      notes: [.init("it is declared here", range: declared)])
  }

  static func noStates(_ name: String, type: String, all: [String]) -> Mistake {
    Mistake(
      .unknownRegion, "'\(name)' is no region or choice of \(type)",
      label: didYouMean(name, in: all),
      notes: [
        .init(
          all.isEmpty
            ? "\(type) has neither" : "\(type) has \(all.prefix(12).joined(separator: ", "))")
      ])
  }
}
