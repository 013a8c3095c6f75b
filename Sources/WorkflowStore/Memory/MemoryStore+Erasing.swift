import JSONText
import WorkflowEngine

/// Takes the values of erased records out of what was written before; the lines stay.
extension MemoryStore {
  /// Messages about erased records, and all that were sent in steps they took part in.
  func eraseMessages(_ list: ErasureList) {
    for (type, id) in list.records {
      let name = definition.recordTypes[type].name
      let steps = Set(log.lines(ofType: name, id: id).map(\.step))
      let mention = JSONWriter.text(of: .text(id))
      for place in outbox.indices {
        let message = outbox[place]
        let isAbout = message.recordType == name && message.recordID == id
        if isAbout || steps.contains(sentIn[place]) || message.payload.contains(mention) {
          eraseMessage(place)
        }
      }
    }
  }

  /// Keys may be made of values: a message whose fields are erased gets another one.
  private func eraseMessage(_ place: Int) {
    let key = "erased-\(outbox[place].number)"
    outbox[place].payload = "{}"
    outbox[place].key =
      outbox.indices.contains { $0 != place && outbox[$0].key == key }
      ? "\(key)-\(UInt64.random(in: 0 ... .max))" : key
  }

  /// Texts that a field held, in messages and waiting requests of its record.
  func eraseCopies(
    of field: String, type: String, id: String, before line: Int, at now: Int64
  ) {
    let changes = log.lines(ofType: type, id: id).flatMap(\.changes).filter { $0.field == field }
    let values = changes.flatMap { $0.values.map { [$0.old, $0.new] } ?? [] }
    let texts = Set(values).compactMap { value -> String? in
      guard case .text(let text) = value, !text.isEmpty else { return nil }
      return String(JSONWriter.text(of: .text(text)).dropFirst().dropLast())
    }
    for place in outbox.indices
    where sentIn[place] < line && outbox[place].recordType == type && outbox[place].recordID == id {
      let message = outbox[place]
      if texts.contains(where: { message.payload.contains($0) || message.key.contains($0) }) {
        eraseMessage(place)
      }
    }
    forgetWaiting(at: now) { request, values in
      request.name.recordType == type && request.name.recordID == id
        && texts.contains { values.contains($0) || request.sentence.contains($0) }
    }
  }

  func noteMentions(
    _ plan: Plan, in snapshot: Snapshot, first: Int, messages: [Int?], as attempt: Attempt
  ) {
    do {
      try mentions.note(
        plan, in: snapshot, first: first, messages: messages, isKept: attempt.request != nil)
    } catch { preconditionFailure("memory cannot fail: \(error)") }
  }

  /// What was made of their personal values, wherever it stands.
  func eraseMentions(of list: ErasureList, at now: Int64) {
    for (type, id) in list.records {
      let record = NamedRecord(recordType: definition.recordTypes[type].name, id: id)
      for place in mentions.takePlaces(of: record) {
        switch place {
        case .change(let line, let field):
          for index in log.lines[line - 1].changes.indices
          where log.lines[line - 1].changes[index].field == field {
            log.lines[line - 1].changes[index].values = nil
          }
        case .message(let number): eraseMessage(number - 1)
        case .waiting(let number):
          if let request = waiting.requests.first(where: { $0.number == number }) {
            waiting.remove(request.name)
            tell(request, waits: false, at: now)
          }
        case .answer(let line):
          if let key = log.lines[line - 1].requestKey { requests[key]?.answer = nil }
        }
      }
    }
  }

  func eraseHistory(_ list: ErasureList) {
    for (type, id) in list.records { eraseValues(type: type, id: id) { _ in true } }
    for (type, id, field) in list.fields { eraseValues(type: type, id: id) { $0 == field } }
  }

  private func eraseValues(type: Int, id: String, where isErased: (String) -> Bool) {
    let name = definition.recordTypes[type].name
    let mention = JSONWriter.text(of: .text(id))
    for (key, request) in requests
    where request.record == "\(name):\(id)" || request.answer?.contains(mention) == true {
      requests[key]?.answer = nil
    }
    for place in log.places(ofType: name, id: id) {
      if let key = log.lines[place].requestKey { requests[key]?.answer = nil }
      for change in log.lines[place].changes.indices {
        let field = log.lines[place].changes[change]
        if !field.isState, isErased(field.field) { log.lines[place].changes[change].values = nil }
      }
    }
  }
}
