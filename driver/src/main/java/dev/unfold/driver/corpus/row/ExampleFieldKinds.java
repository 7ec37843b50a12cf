package dev.unfold.driver.corpus.row;

import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.List;

/** The kinds of the fields of a row. */
public record ExampleFieldKinds(InputSettings input, TargetSettings target)
    implements Serializable {
  /** Returns the name of the input in messages. */
  public String inputName() {
    return name("input", input.column(), SettingKeys.of(input.kind()));
  }

  /** Returns the name of the target in messages. */
  public String targetName() {
    return name("target", target.column(), SettingKeys.of(target.kind()));
  }

  private static String name(String field, String column, String kind) {
    return "corpus." + field + ", column " + column + " as " + kind;
  }

  /** Returns the names of the columns that examples are made of, each once. */
  public List<String> columns() {
    return target.kind().hasColumn() && !target.column().equals(input.column())
        ? List.of(input.column(), target.column())
        : List.of(input.column());
  }
}
