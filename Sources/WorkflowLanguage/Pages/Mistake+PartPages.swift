import Diagnostics

extension Mistake {
  private static let alone = """
    workflow: accounts
    records:
      account:
        fields: {name: text}

    """

  static let partPages: [DiagnosticPage] = [
    page(
      .partPath, "A file that cannot be a part",
      bad: """
        workflow: accounts
        uses: [../billing.yaml]
        records:
          account:
            fields: {name: text}

        """,
      good: alone,
      """
      The files of a definition lie in the folder of its main file, or in folders within it, so \
      that it can be moved and reviewed as a whole. A part says 'part_of' and the workflow's \
      name, and files never use each other in a circle.
      """),
    page(
      .unknownPart, "A part that is not there",
      bad: """
        workflow: accounts
        uses: [biling.yaml]
        records:
          account:
            fields: {name: text}

        """,
      good: alone,
      """
      Every file under 'uses' is read with the main file. The path is relative to the main \
      file's folder, whichever file names it.
      """),
    page(
      .partAlone, "A part on its own",
      bad: """
        part_of: accounts
        records:
          account:
            fields: {name: text}

        """,
      good: alone,
      """
      A part is checked with the workflow it belongs to: its records may speak of those in other \
      files. Check the main file, which names the part under 'uses'.
      """),
  ]
}
