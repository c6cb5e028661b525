/** Git over SSH, with strict host keys. */
package dev.gitopsbinding.git.transport.ssh;
