package dev.unfold.ml.param;

import dev.unfold.driver.configuration.DefaultSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Creates the parameters of an estimator or a model. A parameter that is a setting has the default
 * and the documentation that {@code defaults.conf} has.
 */
public final class ParamFactory {
  private final Params parent;
  private final Map<String, Param<?>> settings = new LinkedHashMap<>();

  /**
   * @param parent the estimator or model, whose identifier is known
   */
  public ParamFactory(Params parent) {
    this.parent = parent;
  }

  /** Returns the parameters that are settings, by the keys of the settings. */
  public Map<String, Param<?>> settings() {
    return settings;
  }

  /** Returns a parameter for a text without a default. */
  public Param<String> text(String name, String documentation) {
    return new Param<>(parent, name, documentation);
  }

  /** Returns a parameter for a text. */
  public Param<String> text(String name, String documentation, String value) {
    Param<String> param = text(name, documentation);
    parent.setDefault(param, value);
    return param;
  }

  /** Returns a parameter for texts without a default. */
  public StringArrayParam texts(String name, String documentation) {
    return new StringArrayParam(parent, name, documentation);
  }

  /** Returns a parameter that is false by default. */
  public BooleanParam flag(String name, String documentation) {
    BooleanParam param = new BooleanParam(parent, name, documentation);
    parent.setDefault(param, false);
    return param;
  }

  /** Returns the parameter for a setting that is a text. */
  public Param<String> textSetting(String name, String key) {
    DefaultSetting setting = DefaultSetting.of(key);
    Param<String> param = new Param<>(parent, name, documentation(setting));
    settings.put(key, param);
    parent.setDefault(param, setting.value().toString());
    return param;
  }

  /** Returns the parameter for a setting that is a list of texts. */
  public StringArrayParam listSetting(String name, String key) {
    DefaultSetting setting = DefaultSetting.of(key);
    StringArrayParam param = new StringArrayParam(parent, name, documentation(setting));
    settings.put(key, param);
    List<?> values = (List<?>) setting.value();
    parent.setDefault(param, values.stream().map(Object::toString).toArray(String[]::new));
    return param;
  }

  /** Returns the parameter for a setting that is true or false. */
  public BooleanParam booleanSetting(String name, String key) {
    DefaultSetting setting = DefaultSetting.of(key);
    BooleanParam param = new BooleanParam(parent, name, documentation(setting));
    settings.put(key, param);
    parent.setDefault(param, setting.value());
    return param;
  }

  /** Returns the parameter for a setting that is a whole number. */
  public IntParam intSetting(String name, String key, int minimum) {
    DefaultSetting setting = DefaultSetting.of(key);
    IntParam param =
        new IntParam(parent, name, documentation(setting), ParamValidators.gtEq(minimum));
    settings.put(key, param);
    parent.setDefault(param, number(setting).intValue());
    return param;
  }

  /** Returns the parameter for a setting that is a number, at least 0. */
  public DoubleParam numberSetting(String name, String key) {
    DefaultSetting setting = DefaultSetting.of(key);
    DoubleParam param =
        new DoubleParam(parent, name, documentation(setting), ParamValidators.gtEq(0));
    settings.put(key, param);
    parent.setDefault(param, number(setting).doubleValue());
    return param;
  }

  /** Returns the parameter for a setting that is a whole number of 64 bits. */
  public LongParam longSetting(String name, String key) {
    DefaultSetting setting = DefaultSetting.of(key);
    LongParam param = new LongParam(parent, name, documentation(setting));
    settings.put(key, param);
    parent.setDefault(param, number(setting).longValue());
    return param;
  }

  private static Number number(DefaultSetting setting) {
    return (Number) setting.value();
  }

  private static String documentation(DefaultSetting setting) {
    return setting.documentation() + " (" + setting.key() + ")";
  }
}
