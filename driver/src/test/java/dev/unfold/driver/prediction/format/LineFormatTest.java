package dev.unfold.driver.prediction.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.prediction.HostileValues;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests lines of values of all kinds, byte by byte and with other parsers. */
class LineFormatTest {
  @Test
  void separatedValuesAreQuotedOnlyWhereCsvNeedsIt() {
    DelimitedLineFormat csv =
        new DelimitedLineFormat(List.of("id", "a \"name\"", "p"), CorpusFormat.CSV);
    assertThat(csv.header()).contains("id,\"a \"\"name\"\"\",p");
    assertThat(csv.line(RowFactory.create("007", null, 0.5f))).isEqualTo("007,,0.5");
    assertThat(csv.line(RowFactory.create("C:\\", "", true))).isEqualTo("C:\\,\"\",true");
    assertThat(csv.line(RowFactory.create(null, null, null))).isEqualTo(",,");
    assertThat(csv.line(RowFactory.create("#a", " b", "c "))).isEqualTo("\"#a\",\" b\",\"c \"");
    DelimitedLineFormat tsv = new DelimitedLineFormat(List.of(), CorpusFormat.TSV);
    assertThat(tsv.header()).isEmpty();
    assertThat(tsv.line(RowFactory.create("\"a\\", "", null, " # "))).isEqualTo("\"a\\\t\t\t # ");
  }

  @Test
  void tsvEscapedIsTheTextFormatOfCopy() {
    DelimitedLineFormat tsv =
        new DelimitedLineFormat(List.of("a\tb", "c"), CorpusFormat.TSV_ESCAPED);
    assertThat(tsv.header()).contains("a\\tb\tc");
    assertThat(tsv.line(RowFactory.create("", null, "\\N", "\"q\"")))
        .isEqualTo("\t\\N\t\\\\N\t\"q\"");
    assertThat(tsv.line(RowFactory.create("\\ \t\n\r\b\f\u000B \u0000")))
        .isEqualTo("\\\\ \\t\\n\\r\\b\\f\\v \u0000");
  }

  @Test
  void csvIsReadBackByTheRulesOfRfc4180() {
    DelimitedLineFormat csv = new DelimitedLineFormat(List.of(), CorpusFormat.CSV);
    StringBuilder file = new StringBuilder();
    List<List<String>> expected = new ArrayList<>();
    for (String first : HostileValues.TEXTS) {
      for (String second : Arrays.asList(null, "", "mid", first)) {
        file.append(csv.line(RowFactory.create(first, second, first))).append('\n');
        expected.add(Arrays.asList(first, second, first));
      }
    }
    assertThat(parsed(file.toString())).isEqualTo(expected);
  }

  @Test
  void objectsKeepTypesOrderAndDigits() throws IOException {
    StructType columns =
        new StructType()
            .add("z", DataTypes.LongType)
            .add("a", DataTypes.createDecimalType(38, 18))
            .add("text", DataTypes.StringType)
            .add("list", DataTypes.createArrayType(DataTypes.StringType))
            .add(
                "inner",
                new StructType().add("b", DataTypes.BooleanType).add("n", DataTypes.LongType))
            .add("map", DataTypes.createMapType(DataTypes.StringType, DataTypes.FloatType))
            .add("day", DataTypes.DateType)
            .add("time", DataTypes.TimestampType)
            .add("number", DataTypes.DoubleType)
            .add("bytes", DataTypes.BinaryType);
    Row row =
        RowFactory.create(
            Long.MAX_VALUE,
            new BigDecimal("12345678901234567890.123456789012345678"),
            "",
            new Object[] {"x", null},
            RowFactory.create(true, null),
            Map.of("k", 0.1f),
            Date.valueOf("1582-10-04"),
            Timestamp.from(Instant.parse("2026-03-29T02:30:00.123456Z")),
            -0.0,
            new byte[] {1, 2, (byte) 255});
    assertThat(new JsonLineFormat(columns).line(row))
        .isEqualTo(
            "{\"z\":9223372036854775807,\"a\":12345678901234567890.123456789012345678,"
                + "\"text\":\"\",\"list\":[\"x\",null],\"inner\":{\"b\":true,\"n\":null},"
                + "\"map\":{\"k\":0.1},\"day\":\"1582-10-04\","
                + "\"time\":\"2026-03-29T02:30:00.123456Z\",\"number\":-0.0,\"bytes\":\"AQL/\"}");
  }

  @Test
  void objectsOfAnyValuesAreReadBackEqual() throws IOException {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("b", new BigInteger("123456789012345678901234567890123456789012345"));
    inner.put("a", Arrays.asList(1L, null, "x", Map.of()));
    StructType columns =
        new StructType().add("a \"name\"\n", DataTypes.StringType).add("v", DataTypes.StringType);
    JsonLineFormat lines = new JsonLineFormat(columns);
    for (Object value : List.of(inner, Double.NaN, 1e300, Long.MIN_VALUE, "x\u2028\u0000")) {
      for (String text : HostileValues.TEXTS) {
        String line = lines.line(RowFactory.create(text, value));
        assertThat(line).doesNotContain("\n", "\r");
        JsonNode read = new ObjectMapper().readTree(line);
        assertThat(read.get("a \"name\"\n").textValue()).isEqualTo(text);
        assertThat(read.fieldNames()).toIterable().containsExactly("a \"name\"\n", "v");
      }
    }
    assertThat(lines.line(RowFactory.create(null, inner)))
        .endsWith("{\"b\":123456789012345678901234567890123456789012345,\"a\":[1,null,\"x\",{}]}}");
    assertThat(lines.line(RowFactory.create(null, Double.NaN))).endsWith("\"v\":\"NaN\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "1500-03-01", "1582-10-04", "1582-10-15", "1850-07-01"})
  void timesOfSparkBeforeTheCalendarChangedAreUnchanged(String day) throws IOException {
    String time = day + "T12:30:00.123456Z";
    long micros = Instant.parse(time).getEpochSecond() * 1_000_000 + 123_456;
    Object read =
        CatalystTypeConverters.createToScalaConverter(DataTypes.TimestampType).apply(micros);
    Object date =
        CatalystTypeConverters.createToScalaConverter(DataTypes.DateType)
            .apply((int) LocalDate.parse(day).toEpochDay());
    StructType columns =
        new StructType().add("t", DataTypes.TimestampType).add("d", DataTypes.DateType);
    Row row = RowFactory.create(read, date);

    assertThat(read).isInstanceOf(Timestamp.class);
    assertThat(new JsonLineFormat(columns).line(row))
        .isEqualTo("{\"t\":\"" + time + "\",\"d\":\"" + day + "\"}");
    for (CorpusFormat format : List.of(CorpusFormat.CSV, CorpusFormat.TSV)) {
      assertThat(new DelimitedLineFormat(List.of(), format).line(row).split("[,\t]"))
          .containsExactly(time, day);
    }
  }

  @Test
  void timesAreTextByIso8601() {
    assertThat(PlainTextFormat.of(LocalDateTime.of(2026, 1, 2, 3, 0)))
        .isEqualTo("2026-01-02T03:00:00");
    assertThat(PlainTextFormat.of(new BigDecimal("1E+3"))).isEqualTo("1000");
  }

  @Test
  void aNumberOfManyDigitsHasAnExponentAndItsValue() throws IOException {
    JsonLineFormat json = new JsonLineFormat(new StructType().add("n", DataTypes.StringType));
    DelimitedLineFormat csv = new DelimitedLineFormat(List.of(), CorpusFormat.CSV);
    ObjectMapper mapper =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    for (String number :
        List.of("1E+20000", "1E+999999999", "-1.25E+5000", "1E-999999999", "7E-901", "1E+899")) {
      BigDecimal value = new BigDecimal(number);
      String line = json.line(RowFactory.create(value));
      assertThat(line.length()).isLessThan(1000);
      assertThat(new BigDecimal(line.substring(5, line.length() - 1))).isEqualByComparingTo(value);
      assertThat(mapper.readTree(line).get("n").isNumber()).isTrue();
      String text = csv.line(RowFactory.create(value));
      assertThat(new BigDecimal(text)).isEqualByComparingTo(value);
      assertThat(csv.line(RowFactory.create(List.of(value)))).isEqualTo("[" + text + "]");
    }
    assertThat(PlainTextFormat.of(new BigDecimal("1E+20"))).isEqualTo("1" + "0".repeat(20));
  }

  /** Returns the records of a file by RFC 4180; null for an empty value without quotes. */
  private static List<List<String>> parsed(String file) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    for (int at = 0; at < file.length(); at++) {
      String value;
      if (file.charAt(at) == '"') {
        StringBuilder quoted = new StringBuilder();
        while (file.charAt(++at) != '"' || file.charAt(++at) == '"') {
          quoted.append(file.charAt(at));
        }
        value = quoted.toString();
      } else {
        int start = at;
        while (",\n\r\"".indexOf(file.charAt(at)) < 0) {
          at++;
        }
        value = at == start ? null : file.substring(start, at);
      }
      assertThat(file.charAt(at)).isIn(',', '\n');
      record.add(value);
      if (file.charAt(at) == '\n') {
        records.add(record);
        record = new ArrayList<>();
      }
    }
    return records;
  }
}
