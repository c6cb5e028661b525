/** What all packages of the registry client share: the settings. */
@NullMarked
package dev.gitopsbinding.registry;

import org.jspecify.annotations.NullMarked;
