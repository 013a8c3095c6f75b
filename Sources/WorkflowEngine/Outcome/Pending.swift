/// A step that nothing blocks and that a second person has still to agree to: nothing is changed.
public struct Pending {
  /// What the definition says to the first person, where it says anything.
  public var said: String?
  /// Roles of which the second person needs one; empty means anybody else.
  public var roles: [String]
  /// How many second persons must agree.
  public var count: Int
  /// Those who have agreed already.
  public var agreed: [Actor] = []
  /// When it expires, in microseconds; nil where it waits for ever.
  public var expires: Int64?
  public var place: SourcePlace
  /// What would happen as the records are now. It is decided again once somebody agrees.
  public var plan: Plan

  public init(said: String?, roles: [String], count: Int, place: SourcePlace, plan: Plan) {
    self.said = said
    self.roles = roles
    self.count = count
    self.place = place
    self.plan = plan
  }
}
