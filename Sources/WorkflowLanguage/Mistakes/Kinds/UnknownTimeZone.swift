extension Mistake.Kind {
  static let unknownTimeZone = Mistake.Kind(
    "unknown-time-zone", "A time zone that does not exist",
    bad: """
      workflow: accounts
      time_zone: Berlin
      records:
        account: {}

      """,
    good: """
      workflow: accounts
      time_zone: Europe/Berlin
      records:
        account: {}

      """,
    reason: """
      The time zone says what 'today' is. Zones have the names of the IANA time zone \
      database; UTC is one of them.
      """)
}

extension Mistake {
  static func unknownTimeZone(_ name: String) -> Mistake {
    Mistake(
      .unknownTimeZone, "there is no time zone '\(name)'", label: "write one such as Europe/Berlin")
  }
}
