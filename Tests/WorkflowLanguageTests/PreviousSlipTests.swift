import Testing

@Suite("A slip in a way back")
struct PreviousSlipTests {
  private static func text(_ way: String) -> String {
    """
    workflow: desk
    records:
      ticket:
        fields: {subject: text}
        states: {status: [open, parked, closed]}
        transitions:
          create: {from: new, inputs: [subject]}
          park: {from: open, to: parked}
          close: {from: [open, parked], to: closed}
          resume: {\(way)}

    """
  }

  private static let right = "from: parked, to: previous"

  @Test(
    "is told once, at the place, with a mend that works",
    arguments: [
      Misuse(
        "misspelt", "from: parked, to: previus", right, code: "unknown-state", marked: "previus",
        message: "there is no state 'previus' in region 'status' of ticket",
        label: "did you mean previous?"),
      Misuse(
        "misspelt in a region", "from: parked, to: {status: previus}",
        "from: parked, to: {status: previous}", code: "unknown-state", marked: "previus",
        message: "there is no state 'previus' in region 'status' of ticket",
        label: "did you mean previous?"),
      Misuse(
        "as a source", "from: previous, to: open", right, code: "unknown-state",
        marked: "previous",
        message: "there is no state 'previous' in region 'status' of ticket"),
      Misuse(
        "beside a state", "from: parked, to: [previous, closed]", right, code: "wrong-value",
        marked: "previous",
        message: "'to' names two states of 'status', and a record is in one",
        label: "keep one of them"),
      Misuse(
        "where nothing came before", "from: open, to: previous", right, code: "wrong-value",
        marked: "open",
        message: "a record may begin in 'open', and then no state is before it",
        label: "name under 'to' the state that it leads to"),
      Misuse(
        "of a new record", "from: new, to: previous", right, code: "wrong-value", marked: "new",
        message: "a record may begin in 'open', and then no state is before it",
        label: "name under 'from' the states that it leaves, without 'open'"),
    ])
  func slip(_ misuse: Misuse) { misuse.check(in: Self.text) }
}
