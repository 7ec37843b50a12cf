package dev.unfold.driver.corpus.example;

import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.TargetSettings;
import java.io.Serializable;

/** The kinds of the fields of a row. */
record ExampleFieldKinds(InputSettings input, TargetSettings target) implements Serializable {
  /** Returns the name of the input in messages. */
  String inputName() {
    return name("input", input.column(), SettingKeys.of(input.kind()));
  }

  /** Returns the name of the target in messages. */
  String targetName() {
    return name("target", target.column(), SettingKeys.of(target.kind()));
  }

  private static String name(String field, String column, String kind) {
    return "corpus." + field + ", column " + column + " as " + kind;
  }
}
