/**
 * The only place where JGit is seen: tips of branches, lanes of pushes, credentials. Everything
 * here answers with a {@link dev.gitopsbinding.model.Result}, never with an exception, and is
 * bounded in time.
 */
package dev.gitopsbinding.git;
