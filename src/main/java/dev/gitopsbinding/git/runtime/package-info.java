/** JGit set up for one process, with deadlines from outside. */
package dev.gitopsbinding.git.runtime;
