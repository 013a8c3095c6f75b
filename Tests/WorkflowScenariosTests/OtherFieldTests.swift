import Testing

@Suite("Another record's field")
struct OtherFieldTests {
  private static let text = """
    workflow: bank
    records:
      owner: {fields: {name: text, visits: {type: integer, default: 0}}}
      account:
        fields: {balance: {type: decimal, default: 0}, owner: owner, spare: account?}
      article: {fields: {stock: {type: integer, default: 10}}}
      line: {fields: {article: article, pieces: integer, done: boolean}}
      transfer:
        fields: {source: account, goal: account, other: account?, amount: {type: decimal, default: 5}}
        relations: {lines: {many: line, inline: true}, parcels: {many: parcel}}
        transitions:
          move:
            effects:
              - set:
                  source.balance: =source.balance - amount
                  goal.balance: =goal.balance + amount
                  transfer.amount: =source.balance
          visit: {effects: [{set: {source.owner.visits: =source.owner.visits + 1}}]}
          mark: {effects: [{when: other != null, set: {other.balance: 1}}]}
          pick:
            effects:
              - {for: lines, set: {article.stock: =line.article.stock - line.pieces, line.done: true}}
          send:
            effects:
              - {for: parcels, where: parcel.weight > 1, set: {source.balance: =parcel.source.balance + parcel.weight, weight: 0}}
          to: {inputs: [{third: account}], effects: [{set: {third.balance: =amount}}]}
          swap: {effects: [{set: {source.balance: =goal.balance, goal.balance: =source.balance}}]}
      parcel: {fields: {transfer: transfer, source: account, weight: integer}}
    """

  private static let given = """
    O: {type: owner, name: Ann}, A: {type: account, balance: 100, owner: O},
    B: {type: account, balance: 7, owner: O}, R: {type: article}, S: {type: article},
    T: {type: transfer, source: A, goal: B, lines: [{article: R, pieces: 3, done: false}, {article: R, pieces: 2, done: false}, {article: S, pieces: 1, done: false}]},
    N: {type: transfer, source: A, goal: A}, E: {type: transfer, source: A, goal: A, amount: 0},
    P: {type: parcel, transfer: T, source: A, weight: 4}, Q: {type: parcel, transfer: T, source: A, weight: 1},
    W: {type: parcel, transfer: T, source: A, weight: 2}
    """

  @Test(
    "is set with what was there before any was set",
    arguments: [
      ("move, record: T", "changes: {A.balance: 95, B.balance: 12, T.amount: 100}"),
      ("visit, record: T", "changes: {O.visits: 1}, keeps: {A.balance: 100}"),
      ("swap, record: T", "changes: {A.balance: 7, B.balance: 100}"),
      ("mark, record: T", "outcome: allowed, unchanged: true"),
      ("to, record: T, input: {third: B}", "changes: {B.balance: 5}"),
      // Each entry sees the one before it.
      (
        "pick, record: T",
        "changes: {R.stock: 5, S.stock: 9, T.lines: [{article: R, pieces: 3, done: true}, {article: R, pieces: 2, done: true}, {article: S, pieces: 1, done: true}]}"
      ),
      (
        "send, record: T",
        "changes: {A.balance: 106, P.weight: 0, W.weight: 0}, keeps: {Q.weight: 1}"
      ),
      // Two ways to one field.
      (
        "move, record: N",
        "outcome: blocked, blocked_by: [cannot_decide], message: two values at once, unchanged: true"
      ),
      ("move, record: E", "outcome: allowed, changes: {E.amount: 100}, keeps: {A.balance: 100}"),
    ])
  func set(event: String, then: String) throws {
    try Play(Self.text).expect(
      given: Self.given, when: "{event: transfer.\(event)}", then: then)
  }
}
