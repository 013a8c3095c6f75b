import CEL
import WorkflowEngine

/// Lists by their elements: equal lists get the same word, and an empty one is no list.
struct ListTable {
  private var words: [[Int64]: Int64] = [:]

  mutating func canonical(_ word: Int64, as type: FieldType, in snapshot: Snapshot) -> Int64 {
    guard word != Scalar.null else { return word }
    switch type {
    case .list, .links:
      let elements = snapshot.elements(ofList: word)
      return elements.isEmpty ? Scalar.null : known(elements, word)
    case .entries(let entryType):
      let entries = snapshot.elements(ofList: word)
      if entries.isEmpty { return Scalar.null }
      let fields = snapshot.definition.recordTypes[entryType].fields
      var key: [Int64] = [Int64(-1 - entryType)]
      for entry in entries {
        for (slot, field) in fields.enumerated() {
          let record = RecordHandle(raw: Int32(truncatingIfNeeded: entry))
          let word = snapshot.storedWord(of: record, slot: slot)
          key.append(canonical(word, as: field.type, in: snapshot))
        }
      }
      return known(key, word)
    case .plain, .choice, .reference:
      return word
    }
  }

  private mutating func known(_ elements: [Int64], _ word: Int64) -> Int64 {
    if let known = words[elements] { return known }
    words[elements] = word
    return word
  }
}
