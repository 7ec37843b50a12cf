package dev.unfold.ml.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the types that are accepted before a job with the values that a job accepts. */
class ColumnTypesTest {
  private static final String COLUMN = "a b";
  private static final InputSettings WORDS = input(InputSettings.Kind.WORDS);

  private static DataType type(String ddl) {
    return ddl.equals("vector")
        ? SQLDataTypes.VectorType()
        : StructType.fromDDL("x " + ddl).apply("x").dataType();
  }

  /** Returns a value of each type, as rows of Spark have it; that of a vector is its list. */
  private static Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("string", "3");
    values.put("tinyint", (byte) 3);
    values.put("smallint", (short) 3);
    values.put("int", 3);
    values.put("bigint", 3L);
    values.put("float", 3f);
    values.put("double", 3.0);
    values.put("decimal(10,2)", new BigDecimal("3.00"));
    values.put("boolean", true);
    values.put("binary", new byte[] {3});
    values.put("timestamp", new Timestamp(3_000));
    values.put("timestamp_ntz", LocalDateTime.of(2026, 1, 31, 0, 0));
    values.put("date", Date.valueOf("2026-01-31"));
    values.put("map<string,int>", Map.of("a", 3));
    values.put("struct<x:int>", new Object());
    for (String element : List.copyOf(values.keySet())) {
      values.put("array<" + element + ">", List.of(values.get(element)));
      values.put("array<array<" + element + ">>", List.of(List.of(values.get(element))));
    }
    values.put("vector", List.of(3.0));
    return values;
  }

  private static InputSettings input(InputSettings.Kind kind) {
    int width = kind == InputSettings.Kind.SETS ? 10 : 0;
    return new InputSettings(COLUMN, kind, width, false, false, false);
  }

  private static boolean isRead(Object input, InputSettings settings, Object target) {
    return isRead(input, settings, target, new TargetSettings("", TargetSettings.Kind.NONE, 0));
  }

  private static boolean isRead(
      Object input, InputSettings settings, Object target, TargetSettings kind) {
    ExampleFieldKinds kinds = new ExampleFieldKinds(InputColumns.of(settings), kind);
    try {
      return RawExample.of(new TableRow("row 1", List.of(input), target, 0), kinds) != null;
    } catch (CorpusException e) {
      return false;
    }
  }

  private static boolean isAccepted(String type, boolean steps, String kind, boolean target) {
    StructType columns = new StructType().add(COLUMN, type(type));
    ColumnTypes types = new ColumnTypes(columns, steps);
    try {
      if (target) {
        types.requireTarget(COLUMN, kind);
      } else {
        types.requireInput(COLUMN, kind);
      }
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e)
          .hasMessageStartingWith("column a b: expected one of the types ")
          .hasMessageContaining("since it is read as " + kind + ", found ");
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUDIO")
  void inputsOfRowsThatAreSequencesAreAcceptedAsTheJobReadsThem(InputSettings.Kind kind) {
    values()
        .forEach(
            (type, value) -> {
              boolean vector = type.equals("vector") && kind != InputSettings.Kind.VECTOR;
              assertThat(isAccepted(type, false, SettingKeys.of(kind), false))
                  .as("%s of %s", kind, type)
                  .isEqualTo(!vector && isRead(value, input(kind), null));
            });
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUDIO", "CHARACTERS", "SUBWORDS"})
  void inputsOfRowsThatAreStepsAreAcceptedAsTheJobReadsThem(InputSettings.Kind kind) {
    values()
        .forEach(
            (type, value) -> {
              Object read = kind.isSequence() ? List.of(value) : value;
              boolean lists = kind == InputSettings.Kind.WORDS && value instanceof List<?>;
              assertThat(isAccepted(type, true, SettingKeys.of(kind), false))
                  .as("%s of %s", kind, type)
                  .isEqualTo(!lists && isRead(read, input(kind), null));
            });
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "NEXT"})
  void targetsAreAcceptedAsTheJobReadsThem(TargetSettings.Kind kind) {
    int width = kind == TargetSettings.Kind.SETS ? 10 : 0;
    TargetSettings settings = new TargetSettings("t", kind, width);
    values()
        .forEach(
            (type, value) -> {
              boolean vector = type.equals("vector") && kind != TargetSettings.Kind.VECTOR;
              assertThat(isAccepted(type, false, SettingKeys.of(kind), true))
                  .as("%s of %s", kind, type)
                  .isEqualTo(!vector && isRead("word", WORDS, value, settings));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "audio, false, string, true",
    "audio, false, binary, true",
    "audio, false, array<binary>, false",
    "tags, true, array<string>, false",
    "frames, true, double, true",
    "frames, true, array<float>, true",
    "frames, true, vector, true",
    "frames, true, array<array<float>>, false",
    "sets, true, array<int>, true",
    "sets, true, int, false",
    "words, false, void, true",
    "vector, false, array<void>, true"
  })
  void otherTypes(String kind, boolean steps, String type, boolean accepted) {
    boolean target = steps || kind.equals("vector");

    assertThat(isAccepted(type, steps, kind, target)).isEqualTo(accepted);
  }

  @Test
  void messagesNameTheColumnTheTypesAndTheKind() {
    StructType columns =
        new StructType().add("at", "string").add("x", "map<string,int>").add("w", "boolean");
    ColumnTypes types = new ColumnTypes(columns, false);
    types.requireOrder("at");

    assertThatThrownBy(() -> types.requireInput("x", "frames"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "column x: expected one of the types array of array of a numeric type, array of array of"
                + " string, since it is read as frames, found map<string,int>");
    assertThatThrownBy(() -> types.requireTarget("x", "vector"))
        .hasMessageContaining("a numeric type, string, array of a numeric type")
        .hasMessageContaining(", vector, since it is read as vector");
    assertThatThrownBy(() -> types.requireWeight("w"))
        .hasMessageEndingWith("since it is read as a weight, found boolean");
    assertThatThrownBy(() -> types.requireBoolean("at"))
        .hasMessage(
            "column at: expected one of the types boolean, since it is read as true or false, found"
                + " string");
    assertThatThrownBy(() -> types.requireOrder("x")).hasMessageContaining("the order of rows");
    assertThatThrownBy(() -> types.requireInput("at", "wrods"))
        .hasMessageStartingWith(
            "inputKinds: expected kinds of words, characters, subwords, categories")
        .hasMessageEndingWith(", found wrods");
    assertThatThrownBy(() -> types.requireInput("none", "words"))
        .hasMessage("expected a column none, found the columns [at, x, w]");
  }
}
