import WorkflowEngine

/// A value that may stand in no other record of its type.
struct UniqueClaim: Hashable {
  var type: Int
  var slot: Int
  var value: StoredValue
}

extension RecordType {
  /// What a record with these values claims for itself, in slot order.
  func uniqueClaims(_ values: (Int) -> StoredValue) -> [UniqueClaim] {
    fields.enumerated().compactMap { slot, field in
      guard let uniqueness = field.uniqueness else { return nil }
      let value = values(slot).normalized(for: field)
      if value == .null { return nil }
      if let test = uniqueness.states {
        guard case .choice(let name) = values(test.slot),
          let region = regions.first(where: { $0.slot == test.slot }),
          let state = region.states.firstIndex(where: { $0.name == name }),
          test.contains(Int64(state))
        else { return nil }
      }
      return UniqueClaim(type: index, slot: slot, value: value)
    }
  }
}
