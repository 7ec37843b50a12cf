package dev.unfold.worker.sequence.row;

import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;

/** The kinds of the fields of a row. */
public record ExampleFieldKinds(InputColumns inputs, TargetSettings target)
    implements Serializable {
  /**
   * Returns the name of an input in messages.
   *
   * @param index the index of its column among the inputs
   */
  public String inputName(int index) {
    InputSettings input = inputs.columns().get(index);
    String field = inputs.isSingle() ? "input" : "inputs[" + index + "]";
    return name(field, input.column(), SettingKeys.of(input.kind()));
  }

  /** Returns the name of the target in messages. */
  public String targetName() {
    return name("target", target.column(), SettingKeys.of(target.kind()));
  }

  private static String name(String field, String column, String kind) {
    return "corpus." + field + ", column " + column + " as " + kind;
  }
}
