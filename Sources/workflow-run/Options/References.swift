import CEL

/// A record as people write it: `service:S1`, or `customer-account/service:S1`.
struct RecordReference: Equatable {
  var workflow: String?
  /// nil for an id alone, whose type the event says.
  var type: String?
  var id: String

  init(_ text: String) throws(CommandFailure) {
    guard let colon = text.firstIndex(of: ":") else {
      guard !text.isEmpty else { throw RecordReference.malformed(text) }
      (workflow, type, id) = (nil, nil, text.composed)
      return
    }
    id = String(text[text.index(after: colon)...]).composed
    let path = text[..<colon].split(separator: "/", omittingEmptySubsequences: false)
    guard !id.isEmpty, path.count <= 2, path.allSatisfy({ !$0.isEmpty }) else {
      throw RecordReference.malformed(text)
    }
    workflow = path.count == 2 ? String(path[0]) : nil
    type = path.last.map(String.init)
  }

  static func malformed(_ text: String) -> CommandFailure {
    CommandFailure(
      .usage, "'\(text)' is no record", hints: ["a record is written type:id, such as service:S1"])
  }
}

/// An event as people write it: `reactivate`, `service.reactivate`, `workflow/service.reactivate`.
struct EventReference: Equatable {
  var workflow: String?
  var type: String?
  var event: String

  init(_ text: String) throws(CommandFailure) {
    let path = text.split(separator: "/", omittingEmptySubsequences: false)
    let names = (path.last ?? "").split(separator: ".", omittingEmptySubsequences: false)
    guard path.count <= 2, names.count <= 2, (path + names).allSatisfy({ !$0.isEmpty }),
      let event = names.last
    else {
      throw CommandFailure(
        .usage, "'\(text)' is no event",
        hints: ["an event is written as its name, or type.event, such as service.reactivate"])
    }
    workflow = path.count == 2 ? String(path[0]) : nil
    type = names.count == 2 ? String(names[0]) : nil
    self.event = String(event)
  }
}
