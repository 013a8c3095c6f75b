import Diagnostics
import WorkflowEngine

/// Names that mean nothing, or more than one thing.
extension Mistake {
  static func unknownType(_ name: String, recordTypes: [String]) -> Mistake {
    let aliases = [
      "string": "text", "str": "text", "int": "integer", "number": "decimal", "bool": "boolean",
      "money": "decimal", "float": "decimal", "double": "decimal", "datetime": "timestamp",
      "time": "timestamp",
    ]
    let label =
      aliases[name.lowercased()].map { "write \($0)" }
      ?? didYouMean(name, in: NameRules.fieldTypes + recordTypes)
    return Mistake(
      .unknownType, "there is no type '\(name)'", label: label,
      notes: [
        .init("types are \(NameRules.fieldTypes.joined(separator: ", ")) and the record types")
      ])
  }

  static func unknownRecordType(_ name: String, all: [String]) -> Mistake {
    Mistake(
      .unknownType, "there is no record type '\(name)'", label: didYouMean(name, in: all),
      notes: known("record types are", all))
  }

  static func unknownMember(
    _ name: String, type: String, all: [String], declared: SourceRange
  ) -> Mistake {
    Mistake(
      .unknownMember, "\(type) has no field '\(name)'", label: didYouMean(name, in: all),
      notes: known("\(type) has", all.sorted(), declared))
  }

  static func unknownRelation(
    _ name: String, type: String, all: [String], declared: SourceRange
  ) -> Mistake {
    Mistake(
      .unknownMember, "\(type) has no relation '\(name)' with 'links'",
      label: didYouMean(name, in: all),
      notes: all.isEmpty
        ? [.init("\(type) is declared here", range: declared)]
        : known("\(type) links by", all, declared))
  }

  static func unknownState(
    _ name: String, type: String, regions: [RegionDraft], histories: [String] = []
  ) -> Mistake {
    let states = regions.flatMap { $0.states.map(\.name) }
    let message =
      switch regions.count {
      case 0: "\(type) has no states"
      case 1: "there is no state '\(name)' in region '\(regions[0].name)' of \(type)"
      default: "there is no state '\(name)' in \(type)"
      }
    return Mistake(
      .unknownState, message, label: didYouMean(name, in: states + histories),
      notes: regions.map { region in
        let states = region.states.map(\.name).joined(separator: ", ")
        return .init("\(region.name) is one of \(states) (declared here)", range: region.range)
      })
  }

  static func unknownRegion(_ name: String, type: String, all: [String]) -> Mistake {
    Mistake(
      .unknownRegion, "\(type) has no region '\(name)'", label: didYouMean(name, in: all),
      notes: known("regions of \(type) are", all))
  }

  static func unknownEvent(
    _ name: String, type: String, all: [String], declared: SourceRange
  ) -> Mistake {
    Mistake(
      .unknownEvent, "\(type) has no event '\(name)'", label: didYouMean(name, in: all),
      notes: known("events of \(type) are", all, declared))
  }

  static func unknownGuard(_ name: String, type: String, all: [String]) -> Mistake {
    Mistake(
      .unknownGuard, "there is no guard '\(name)' in \(type) or for all types",
      label: didYouMean(name, in: all) ?? "declare it under 'guards'",
      notes: known("guards are", all))
  }

  static func unknownTimeZone(_ name: String) -> Mistake {
    Mistake(
      .unknownTimeZone, "there is no time zone '\(name)'", label: "write one such as Europe/Berlin")
  }

  static func ambiguousState(_ name: String, regions: [String]) -> Mistake {
    Mistake(
      .ambiguousState,
      "'\(name)' is a state of \(regions.joined(separator: " and of "))",
      label: "write {\(regions[0]): \(name)}")
  }

  static func noReference(member: String, owner: String, declared: SourceRange) -> Mistake {
    Mistake(
      .noReference, "no field of \(member) points to \(owner)",
      label: "add a field to \(member): '\(owner): \(owner)'",
      notes: [.init("\(member) is declared here", range: declared)],
      help: "for a set that follows from data write 'by: none' and 'where'")
  }

  static func ambiguousReference(
    member: String, owner: String, candidates: [(name: String, range: SourceRange)]
  ) -> Mistake {
    Mistake(
      .ambiguousReference,
      "several fields of \(member) point to \(owner): "
        + candidates.map(\.name).joined(separator: ", "),
      label: "say which: 'by: \(candidates[0].name)'",
      notes: candidates.map { .init("'\($0.name)' is declared here", range: $0.range) })
  }

  static func notAReference(
    _ name: String, member: String, owner: String, candidates: [String]
  ) -> Mistake {
    let label =
      candidates.isEmpty
      ? "no field does; for others write 'by: none'"
      : didYouMean(name, in: candidates) ?? "write \(candidates.joined(separator: " or "))"
    return Mistake(
      .noReference, "'\(name)' is no field of \(member) that points to \(owner)", label: label)
  }

  static func notALink(_ text: String, owner: String) -> Mistake {
    Mistake(
      .noReference, "'\(text)' is no relation with 'links: \(owner)'",
      label: "write type.relation")
  }

  static func plainName(_ name: String) -> Mistake {
    Mistake(
      .plainName, "'\(name)' is also a name here",
      label: "write =\(name) for its value, or quote it")
  }

  static func bareName(_ name: String, type: String) -> Mistake {
    Mistake(
      .bareName, "a guard for several types names '\(name)' without its record",
      label: "write \(type).\(name)")
  }

  static func unusedGuard(_ name: String) -> Mistake {
    Mistake(.unusedGuard, "no transition uses the guard '\(name)'", label: "use it or remove it")
  }

  private static func known(
    _ words: String, _ names: [String], _ declared: SourceRange? = nil
  ) -> [Diagnostic.Note] {
    var list = names.prefix(12).joined(separator: ", ")
    if names.count > 12 { list += " …" }
    let sentence = names.isEmpty ? "there are none" : "\(words) \(list)"
    return [.init(declared == nil ? sentence : "\(sentence) (declared here)", range: declared)]
  }
}
