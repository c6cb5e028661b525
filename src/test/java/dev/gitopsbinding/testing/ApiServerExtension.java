package dev.gitopsbinding.testing;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the JVM's one {@link ApiServer} to constructors, lifecycle methods and tests that have a
 * parameter of this type. Starts it when first asked for; it stops with the JVM. The bindings of a
 * class are deleted after it: an operator of the next one would work for them.
 */
public final class ApiServerExtension implements ParameterResolver, AfterAllCallback {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ApiServer.class;
  }

  @Override
  public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return apiServer();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    deleteBindings();
  }

  static ApiServer apiServer() {
    return Holder.SERVER;
  }

  static void deleteBindings() {
    apiServer().admin().resources(GitOpsBinding.class).inAnyNamespace().delete();
  }

  /**
   * Not the store of JUnit's root context: Surefire runs each class by itself where it has several
   * JVMs, and each would have a server of its own.
   */
  private static final class Holder {
    private static final ApiServer SERVER = ApiServer.start();
  }
}
