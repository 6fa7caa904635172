package ai.rios.standalone.split;

import java.util.Map;

/**
 * One service process to be. Immutable.
 *
 * @param name such as {@code handlers-1}; its log file, state folder and instance name
 * @param mainClass what it runs
 * @param heapMebibytes most heap
 * @param healthUrl where it says whether it is ready
 * @param settings by key; kept in a file of the owner's, for some are secret
 */
record ServicePlan(String name, String mainClass, int heapMebibytes, String healthUrl, Map<String, String> settings) {
    ServicePlan {
        settings = Map.copyOf(settings);
    }
}
