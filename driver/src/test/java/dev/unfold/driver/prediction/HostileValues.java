package dev.unfold.driver.prediction;

import java.util.List;

/** Texts that writers and readers of tables are known to misinterpret. */
public final class HostileValues {
  public static final List<String> TEXTS =
      List.of(
          "plain",
          "a,b",
          "tab\tin it",
          "\"",
          "\"quoted\"",
          "say \"\"twice\"\"",
          "\\",
          "C:\\dir\\",
          "\\\"",
          "\\N",
          "\\.",
          " leading",
          "trailing ",
          "# no comment",
          "\u0000",
          "\uFEFFmark",
          "\uFFFD",
          "line\u2028separator",
          "a\rb",
          "a\nb",
          "a\r\nb",
          "\r",
          "emoji \uD83D\uDE00",
          "null",
          "NaN",
          "true",
          "'",
          ";|",
          "0012",
          "x".repeat(100_000));

  private HostileValues() {}
}
