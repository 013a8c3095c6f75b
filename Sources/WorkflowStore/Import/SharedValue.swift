public import WorkflowEngine

/// A value that may stand only once and stands in several records: they came to be before the
/// definition said so.
public struct SharedValue: Sendable, Equatable {
  public var recordType: String
  public var field: String
  public var value: StoredValue
  /// The records that hold it, in order.
  public var ids: [String]

  package init(recordType: String, field: String, value: StoredValue, ids: [String]) {
    self.recordType = recordType
    self.field = field
    self.value = value
    self.ids = ids
  }
}

extension RecordStore {
  /// The values that may stand only once and do not, in the order of the definition.
  public func sharedValues() throws(StoreError) -> [SharedValue] {
    var shared: [SharedValue] = []
    let claims = ClaimReader(definition)
    for type in definition.recordTypes where type.hasUniqueFields && !type.isInline {
      shared += try look { reader throws(StoreError) in
        var holders = ClaimHolders()
        var last: String?
        while true {
          let page = try reader.records(of: type, after: last, limit: ClaimHolders.page)
          for record in page {
            holders.add(claims.claims(of: type) { record.values[$0] }, of: record.id)
          }
          last = page.last?.id
          if page.count < ClaimHolders.page { return holders.shared(in: type, definition) }
        }
      }
    }
    return shared
  }
}

/// Who holds which values.
private struct ClaimHolders {
  /// How many records are fetched at a time.
  static let page = 1000

  private var ids: [UniqueClaim: [String]] = [:]
  /// Claims in the order in which a second holder was found.
  private var found: [UniqueClaim] = []

  mutating func add(_ claims: [UniqueClaim], of id: String) {
    for claim in claims {
      ids[claim, default: []].append(id)
      if ids[claim]?.count == 2 { found.append(claim) }
    }
  }

  func shared(in type: RecordType, _ definition: WorkflowDefinition) -> [SharedValue] {
    let sight = Sight(definition, of: nil)
    return found.map { claim in
      let key = type.uniqueKeys[claim.held.key]
      return SharedValue(
        recordType: type.name, field: key.name(in: type),
        value: sight.hides(key, of: type) ? .text(Sight.mark) : claim.value,
        ids: ids[claim] ?? [])
    }
  }
}
