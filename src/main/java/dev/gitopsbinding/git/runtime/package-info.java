/** JGit set up for one process: connector, time limits, shared connections. */
@NullMarked
package dev.gitopsbinding.git.runtime;

import org.jspecify.annotations.NullMarked;
