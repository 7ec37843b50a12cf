package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that HOCON truncates at a comment sign are reported. */
class TruncatedValueCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a = out/c#-sources      | # | out/c",
        "a = out//second         | // | out",
        "a=out/c#                | # | out/c",
        "a = [x/#1, y]           | # | x/",
        "a { b = x#1 }           | # | x",
        "a = ${DATA}#1           | # | ${DATA}",
        "a = ${DATA}/b#1         | # | ${DATA}/b",
        "a = \"x\"/y#1           | # | /y",
        "a = 12#3                | # | 12",
        "a = C# files            | # | C",
      })
  void aValueWithoutQuotes(String line, String sign, String left) {
    assertThat(TruncatedValueCheck.in("first = 1 # fine\n\n" + line, "c"))
        .singleElement()
        .extracting(ConfigurationFault::message)
        .isEqualTo(
            "c:3: "
                + sign
                + " starts a comment here, which leaves only "
                + left
                + " of the value; put the value in quotes, or white space before a comment");
  }

  @Test
  void aUrlWithoutQuotes() {
    assertThat(TruncatedValueCheck.in("run.dir = hdfs://name:9000/runs", "c"))
        .singleElement()
        .extracting(ConfigurationFault::message)
        .isEqualTo("c:1: // starts a comment here; put a URL in quotes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# a comment",
        "// one",
        "a = b # a comment",
        "a = b // a comment\nc = d",
        "a = \"b#c//d\"",
        "a = \"hdfs://b\" # a comment",
        "a = \"b\\\"#c\"",
        "a = \"b\"# right behind a quote",
        "a = [b, c]# right behind a list",
        "a { b = c }# right behind a section",
        "a = {# opening\nb = c }",
        "a = \"\"\"b\n#c//\"d\n\"\"\"",
        "a = ${?B} # a comment",
        "\"a#b\" = c",
        "a = b/c/d",
      })
  void whatIsNotCut(String text) {
    ConfigFactory.parseString(text);
    assertThat(TruncatedValueCheck.in(text, "c")).isEmpty();
  }

  @Test
  void linesAreCountedThroughQuotesAndComments() {
    String text = "a = \"\"\"x\ny\"\"\"\n# z\nb = ${\n?c}\nd = e#f";
    assertThat(TruncatedValueCheck.in(text, "c"))
        .extracting(ConfigurationFault::line)
        .containsExactly(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"a\\", "\"\"\"", "${", "#", "/", "a#", "\\", "\"\n#"})
  void aTruncatedTextIsReadToItsEnd(String text) {
    assertThat(TruncatedValueCheck.in(text, "c")).hasSizeLessThan(2);
  }
}
