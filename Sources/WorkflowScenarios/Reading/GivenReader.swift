import Diagnostics
import WorkflowEngine
import WorkflowLanguage
import YAML

/// Reads the records that are given.
struct GivenReader {
  let values: ValueExpectationReader
  let clock: Int64

  private var definition: WorkflowDefinition { values.definition }
  private var findings: Findings { values.findings }

  func read(_ id: Node, _ node: Node, type: RecordType) -> GivenRecord {
    var stored: [(slot: Int, value: StoredValue)] = []
    var claims: [GivenRecord.Claim] = []
    var enteredAt: Int64?
    for (key, value) in findings.entries(node, of: id.text) where key.text != "type" {
      switch type.member(named: key.text) {
      case .stored(let slot, let fieldType):
        if let read = values.stored(value, as: fieldType) {
          stored.append((slot, withDefaults(read, fieldType)))
        }
      case .computed, .set:
        if let expected = values.read(value, of: key, type: type) {
          claims.append(GivenRecord.Claim(member: key.text, value: expected, range: value.range))
        }
      case nil where key.text == "entered":
        let entries = entered(value, type: type)
        enteredAt = entries.map(\.time).max()
        stored += entries.compactMap { entry in
          entry.slot.map { ($0, .timestamp(entry.time)) }
        }
      case nil where key.text == "before": stored += remembered(value, type: type)
      case nil:
        findings.unknown(
          .unknownField, "field of \(type.name)", key.text, among: type.memberNames + ["type"],
          at: key.range)
      }
    }
    checkStates(stored, of: type, at: id.range)
    return GivenRecord(
      name: RecordName(type: type.index, id: id.text), values: stored, claims: claims,
      enteredAt: enteredAt, range: id.range)
  }

  /// Fields that an inline entry leaves out have their default, as those of a record do.
  private func withDefaults(_ value: StoredValue, _ type: FieldType) -> StoredValue {
    guard case .entries(let entries) = value, case .entries(let target) = type else { return value }
    let fields = definition.recordTypes[target].fields
    return .entries(
      entries.map { entry in
        var filled = entry
        for field in fields where entry[field.name] == nil {
          if case .constant(let value)? = field.defaultValue, value != .null {
            filled[field.name] = value
          }
        }
        return filled
      })
  }

  /// When the record came into its states; there is no slot for a state that no timer counts from.
  private func entered(
    _ node: Node, type: RecordType
  ) -> [(slot: Int?, time: Int64)] {
    findings.entries(node, of: "entered", haveValues: false).compactMap { key, value in
      guard let region = region(key, of: type),
        let time = findings.time(value, of: "entered", in: definition)
      else { return nil }
      return (region.enteredSlot, time)
    }
  }

  /// The states that histories remember, and those before the present ones.
  private func remembered(
    _ node: Node, type: RecordType
  ) -> [(slot: Int, value: StoredValue)] {
    findings.entries(node, of: "before", haveValues: false).flatMap {
      key, value -> [(slot: Int, value: StoredValue)] in
      guard let region = region(key, of: type) else { return [] }
      if !region.states.contains(where: { $0.name == value.text }) {
        findings.unknown(
          .unknownState, "state of \(type.name)", value.text, among: region.states.map(\.name),
          at: value.range)
        return []
      }
      return region.memories.map { ($0, .choice(value.text)) }
    }
  }

  /// A record is in a state of an inner region only while it is in the state around it.
  private func checkStates(
    _ stored: [(slot: Int, value: StoredValue)], of type: RecordType, at range: SourceRange
  ) {
    for region in type.regions {
      guard let parent = region.parent, stored.contains(where: { $0.slot == region.slot }),
        case .choice(let outer)? = stored.last(where: { $0.slot == parent.region })?.value
      else { continue }
      let needed = type.regions[parent.region].states[parent.state].name
      if outer == needed { continue }
      findings.add(
        .valueType,
        "\(region.name) lies inside the state \(needed), and this record is \(outer)", at: range,
        label: "leave \(region.name) out")
    }
  }

  private func region(_ key: Node, of type: RecordType) -> Region? {
    if let region = type.regions.first(where: { $0.name == key.text }) { return region }
    findings.unknown(
      .unknownRegion, "region of \(type.name)", key.text, among: type.regions.map(\.name),
      at: key.range)
    return nil
  }
}
