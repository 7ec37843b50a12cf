package dev.unfold.worker.sequence.row;

import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;

/**
 * The kinds of the fields of a row.
 *
 * @param stepsOfToken the minimum number of steps of the input for each token of a target in
 *     training, which then has at least one token and no unknown ones; 0 if nothing is required
 */
public record ExampleFieldKinds(InputColumns inputs, TargetSettings target, int stepsOfToken)
    implements Serializable {
  /** Creates the kinds of fields whose lengths are unrelated. */
  public ExampleFieldKinds(InputColumns inputs, TargetSettings target) {
    this(inputs, target, 0);
  }

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
