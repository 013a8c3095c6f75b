import JSONText
import WorkflowEngine
import WorkflowStore

/// Takes the values of erased records out of what was written before; the lines stay.
extension Connection {
  /// Messages about the records, those that mention them, and all that were sent in steps they took
  /// part in.
  func eraseMessages(of list: ErasureList) throws(StoreError) {
    let workflow = quotedText(layout.definition.name)
    let query = try prepare(
      """
      UPDATE workflow_messages SET payload = '{}', \(Self.erasedKey)
      WHERE workflow = \(workflow) AND (
        (record_type = ?1 AND record_id = ?2) OR instr(payload, ?3) > 0
        OR step IN (SELECT step FROM workflow_history
          WHERE workflow = \(workflow) AND record_type IN (\(Self.allNames(workflow))) AND record_id = ?2))
      """)
    for (type, id) in list.records {
      var mention = JSONWriter()
      mention.append(string: id)
      query.bind(1, layout.definition.recordTypes[type].name)
      query.bind(2, id)
      query.bind(3, text: mention.bytes)
      try query.run()
    }
  }

  /// The values of all lines of the records, those of changed fields of others, and stored answers.
  ///
  /// - Parameter line: the first line of the step that erases.
  func eraseHistory(of list: ErasureList, before line: Int) throws(StoreError) {
    let workflow = quotedText(layout.definition.name)
    let answers = try prepare(
      """
      UPDATE workflow_requests SET answer = NULL WHERE workflow = \(workflow) AND (
        (record_type = ?1 AND record_id = ?2)
        OR key IN (SELECT request_key FROM workflow_history
          WHERE workflow = \(workflow) AND record_type IN (\(Self.allNames(workflow))) AND record_id = ?2)
        OR instr(answer, ?3) > 0)
      """)
    for (type, id) in list.records {
      let name = layout.definition.recordTypes[type].name
      answers.bind(1, name)
      answers.bind(2, id)
      answers.bind(3, JSONWriter.text(of: .text(id)))
      try answers.run()
      try eraseValues(type: type, id: id) { _ in true }
    }
    var fields: [Owner: Set<String>] = [:]
    for (type, id, field) in list.fields {
      fields[Owner(type: type, id: id), default: []].insert(field)
    }
    for (owner, names) in fields {
      let type = layout.definition.recordTypes[owner.type]
      for name in names where type.slot(of: name).map({ type.fields[$0].type }) == .text {
        try eraseCopies(of: name, of: owner, before: line)
      }
      try eraseValues(type: owner.type, id: owner.id, where: names.contains)
      answers.bind(1, layout.definition.recordTypes[owner.type].name)
      answers.bind(2, owner.id)
      try answers.run()
    }
  }

  /// What was made of their personal values, wherever it stands.
  func eraseMentions(of list: ErasureList) throws(StoreError) {
    guard try hasMentions() else { return }
    let workflow = quotedText(layout.definition.name)
    for (type, id) in list.records {
      let names = try allNames(of: layout.definition.recordTypes[type].name)
      let own =
        "workflow = \(workflow) AND origin_id = \(quotedText(id)) AND origin_type IN (\(names))"
      func places(_ kind: String) -> String {
        "SELECT place FROM workflow_mentions WHERE \(own) AND kind = '\(kind)'"
      }
      let find = try prepare(
        "SELECT place, field FROM workflow_mentions WHERE \(own) AND kind = 'change'")
      var changes: [(line: Int64, field: String)] = []
      while try find.next() { changes.append((find.integer(0), find.text(1))) }
      // A line may not tell of the field, as where it was erased otherwise.
      let erase = try prepare(
        """
        UPDATE workflow_history
        SET changes = json_set(changes, '$."' || ?2 || '"', json('{"erased":true}'))
        WHERE line = ?1 AND json_extract(changes, '$."' || ?2 || '"') IS NOT NULL
        """)
      for (line, field) in changes {
        erase.bind(1, line)
        erase.bind(2, field)
        try erase.run()
      }
      try execute(
        """
        UPDATE workflow_messages SET payload = '{}', \(Self.erasedKey)
        WHERE number IN (\(places("message")))
        """)
      if try hasWaitingTable() {
        try execute("DELETE FROM workflow_waiting WHERE number IN (\(places("waiting")))")
      }
      try execute(
        """
        UPDATE workflow_requests SET answer = NULL WHERE workflow = \(workflow) AND key IN (
          SELECT request_key FROM workflow_history WHERE line IN (\(places("answer"))))
        """)
      try execute("DELETE FROM workflow_mentions WHERE \(own)")
    }
  }

  /// Keys may be made of values: a message whose fields are erased gets another one, which a
  /// definition may have given away.
  private static let erasedKey = """
    key = 'erased-' || number || CASE WHEN EXISTS (
      SELECT 1 FROM workflow_messages other WHERE other.workflow = workflow_messages.workflow
        AND other.key = 'erased-' || workflow_messages.number
        AND other.number <> workflow_messages.number)
    THEN '-' || lower(hex(randomblob(8))) ELSE '' END
    """

  /// Texts that a field held, in messages and waiting requests of its record.
  private func eraseCopies(
    of field: String, of owner: Owner, before line: Int
  ) throws(StoreError) {
    let workflow = quotedText(layout.definition.name)
    func holds(_ texts: [String]) -> String {
      let isThere = texts.map {
        "instr(\($0), substr(json_quote(v.value), 2, length(json_quote(v.value)) - 2)) > 0"
      }
      return """
        record_type = ?1 AND record_id = ?2 AND EXISTS (
          SELECT 1 FROM workflow_history h, json_each(h.changes, '$."' || ?3 || '"') v
          WHERE h.workflow = \(workflow) AND h.record_type IN (\(Self.allNames(workflow)))
            AND h.record_id = ?2 AND h.changes IS NOT NULL AND v.type = 'text' AND v.value <> ''
            AND (\(isThere.joined(separator: " OR "))))
        """
    }
    var statements = [
      """
      UPDATE workflow_messages SET payload = '{}', \(Self.erasedKey)
      WHERE workflow = \(workflow) AND step < \(line) AND \(holds(["payload", "workflow_messages.key"]))
      """
    ]
    if try hasWaitingTable() {
      statements.append(
        """
        DELETE FROM workflow_waiting
        WHERE workflow = \(workflow) AND \(holds(["inputs", "edits", "sentence"]))
        """)
    }
    for statement in statements {
      let query = try prepare(statement)
      query.bind(1, layout.definition.recordTypes[owner.type].name)
      query.bind(2, owner.id)
      query.bind(3, field)
      try query.run()
    }
  }

  /// Requests of other records that speak of the erased ones: they cannot be carried out as they
  /// were asked.
  func forgetWaiting(mentioning list: ErasureList) throws(StoreError) {
    guard try hasWaitingTable() else { return }
    let query = try prepare(
      """
      DELETE FROM workflow_waiting
      WHERE workflow = ?1 AND (instr(inputs, ?2) > 0 OR instr(edits, ?2) > 0)
      """)
    for (_, id) in list.records {
      query.bind(1, layout.definition.name)
      query.bind(2, JSONWriter.text(of: .text(id)))
      try query.run()
    }
  }

  /// The name of type ?1 with those that it had before.
  private static func allNames(_ workflow: String) -> String {
    """
    SELECT ?1 UNION ALL SELECT value FROM json_each((SELECT value FROM workflow_meta \
    WHERE workflow = \(workflow) AND key = 'former_names/' || ?1))
    """
  }

  private struct Owner: Hashable {
    var type: Int
    var id: String
  }

  private func eraseValues(
    type: Int, id: String, where isErased: (String) -> Bool
  ) throws(StoreError) {
    let recordType = layout.definition.recordTypes[type]
    let find = try prepare(
      """
      SELECT line, changes FROM workflow_history WHERE record_id = ?1 \
      AND record_type IN (\(try allNames(of: recordType.name))) \
      AND workflow = ?3 AND changes IS NOT NULL
      """)
    find.bind(1, id)
    find.bind(3, layout.definition.name)
    var lines: [(line: Int64, changes: String)] = []
    while try find.next() { lines.append((find.integer(0), find.text(1))) }
    let update = try prepare("UPDATE workflow_history SET changes = ?2 WHERE line = ?1")
    for (line, text) in lines {
      update.bind(1, line)
      update.bind(2, Self.erased(text, type: recordType, where: isErased))
      try update.run()
    }
  }

  /// States stay, for they say what happened; text that is no longer understood goes whole.
  private static func erased(
    _ text: String, type: RecordType, where isErased: (String) -> Bool
  ) -> String? {
    guard case .object(let members)? = JSON(text: text) else { return nil }
    guard members.contains(where: { isErased($0.0) && !isState($0.0, type) }) else {
      return text
    }
    var writer = JSONWriter()
    let marked = members.map { key, value in
      (key, isErased(key) && !isState(key, type) ? nil : Optional(value))
    }
    writer.append(object: marked) { writer, value in
      if let value { writer.append(value) } else { writer.append(raw: "{\"erased\":true}") }
    }
    return writer.text
  }

  private static func isState(_ field: String, _ type: RecordType) -> Bool {
    type.slot(of: field).map { type.fields[$0].region != nil } ?? false
  }
}
