// Generated from the server by `npm run generate`. Do not edit.

export interface paths {
    "/api/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the agents
         * @description Each with its availability, the reason where it is not simply available, and the settings in force.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AgentList"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an agent */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    agentId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AgentResponse"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{agentId}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what an agent is granted, and why
         * @description Each tool with what grants it and the approval rules that are about it, what is denied and by what, and the MCP servers. A turn finds its tools when it begins: those of MCP servers and of clients may be others by then.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    agentId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AgentToolList"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the configuration again
         * @description Saved files are noticed without it. A file with errors keeps what was in service and is listed in `problems`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReloadResponse"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check an agents file without using it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "yaml": "nora:\n  name: Nora\n  prompt: You write short answers.\n"
                     *     }
                     */
                    "application/json": components["schemas"]["ValidateAgentsRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidateAgentsResponse"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what waits for your approval in all your sessions
         * @description Each question with its session, those first that are void first. `limit` is 1 to 200; `isTruncated` tells that there are
         *     more: answer some, and list again.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WaitingApprovals"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/loops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the live loops of your sessions */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoopList"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/loops/{sessionId}/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Release a loop
         * @description Cancels its turns. Its history stays: the next message to the agent makes a new loop from it.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    agentId: string;
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the model providers
         * @description Each with its models and what is known of them, its calls and, where it cannot be used, the reason and the remedy. Keys are never shown.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderList"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/{providerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a model provider */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    providerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderResponse"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/{providerId}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask a provider which models it has
         * @description A call to the provider. 501 when it has no way to tell.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    providerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderModels"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Implemented */
                501: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/{providerId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a provider
         * @description Sends a request for one token and says how it went: a provider that fails, or has no key, is a 200 with its `error`, too. The body may be left out.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    providerId: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "model": "gpt-4.1"
                     *     }
                     */
                    "application/json": components["schemas"]["TestProviderRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TestProviderResponse"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your sessions
         * @description Newest change first. `search` gives those only whose title holds that text, whatever the case of its letters. Give
         *     `nextCursor` as `cursor`, with the same `search`, for the next page; `limit` is 1 to 200.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    search?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionPage"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Start a session
         * @description Without a body the session starts with the default agent and no title.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "agentId": "alice",
                     *       "title": "First talk"
                     *     }
                     */
                    "application/json": components["schemas"]["NewSession"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionRecord"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a session */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionRecord"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete a session
         * @description Stops its turns, ends its streams and removes its log for good.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a session */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "title": "About agents"
                     *     }
                     */
                    "application/json": components["schemas"]["RenameSessionRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionRecord"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/sessions/{sessionId}/agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Switch to another agent
         * @description The agent answers from here on, with its own model and its own history in this session. `carryOver` says what it is given
         *     of what the others said: `full`, `none`, or `last` with `last` messages.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "agentId": "debbie",
                     *       "carryOver": {
                     *         "policy": "last",
                     *         "last": 10
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SwitchAgentRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionRecord"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what waits for your approval in a session
         * @description `pending` are the tool calls that wait for a person, oldest first; `standing` the approvals that were given for more than
         *     their own call.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionApprovals"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/approvals/{approvalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or refuse a tool call
         * @description `decision` is `approve` or `refuse`; of a refusal the model is told the `reason`. With `remember` an approval stands for the
         *     rest of the session: `call` for the agent's calls of the tool with the same arguments, `tool` for all its calls of the tool.
         *     Give the question's `hash` to be sure that the answer is to the call that was shown. The first answer counts,
         *     once; the same one given again is told the same.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    approvalId: string;
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "decision": "approve",
                     *       "remember": "call"
                     *     }
                     */
                    "application/json": components["schemas"]["ApprovalAnswer"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApprovalView"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        /**
         * Take back a standing approval
         * @description Later calls are asked about again. What was begun under the approval goes on. One that does not stand, or not any more, is a 404.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    approvalId: string;
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read or follow the events
         * @description A page of stored events; `limit` is 1 to 1,000. With `Accept: text/event-stream` a stream instead: what was missed after
         *     `after`, then live until the session closes. The header `Last-Event-ID` wins over `after`, so that a browser's EventSource
         *     resumes by itself. `channels` says what of the agents' talk is shown, such as `final,analysis`; the default is
         *     `final,commentary`.
         */
        get: {
            parameters: {
                query?: {
                    after?: number;
                    channels?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The `id`, or the `seq`, of the last event seen; wins over `after`. For the stream only. */
                    "Last-Event-ID"?: string;
                };
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventPage"];
                        "text/event-stream": string;
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the history
         * @description Whole messages, oldest first. Give `nextAfter` as `after` for the next page; `limit` is 1 to 200. `channels` says which
         *     of the agents' messages are shown, such as `final,analysis`; the default is `final,commentary`.
         */
        get: {
            parameters: {
                query?: {
                    after?: number;
                    channels?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MessagePage"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/turns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message
         * @description Waits until the agent has answered and returns the turn, whichever way it ended: read `status`. With the header
         *     `Prefer: respond-async` it returns the receipt at once (202); with `Accept: text/event-stream` the turn's events as they
         *     happen; a stream that is cut goes on at `GET …/events` with its last `id`. A client that goes away stops waiting, and
         *     `onDisconnect` says whether it stops the turn too. With the header `Idempotency-Key` (or `clientMessageId` in the body)
         *     the same message sent again gives the same turn, in whichever of these forms, and the answer has the header
         *     `Idempotency-Replayed: true`. `channels` says what is shown of the turn, such as `final,analysis`; the default is
         *     `final,commentary`.
         */
        post: {
            parameters: {
                query?: {
                    channels?: string;
                };
                header?: {
                    /** @description A name for the message, 1 to 128 visible ASCII characters: sent again under it, it gives the same turn. */
                    "Idempotency-Key"?: string;
                    /** @description `respond-async` for the receipt at once. */
                    Prefer?: string;
                };
                path: {
                    sessionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "text": "What can you do?"
                     *     }
                     */
                    "application/json": components["schemas"]["NewMessage"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TurnView"];
                        "text/event-stream": string;
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TurnReceipt"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/turns/{turnId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a turn
         * @description `channels` says what is shown of it, such as `final,analysis`; the default is `final,commentary`.
         */
        get: {
            parameters: {
                query?: {
                    channels?: string;
                };
                header?: never;
                path: {
                    sessionId: string;
                    turnId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TurnView"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/turns/{turnId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a turn
         * @description Stops it for real and keeps what was written. A turn that has ended already is returned as it ended.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sessionId: string;
                    turnId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TurnView"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{sessionId}/turns/{turnId}/tool-results/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a call of your tool
         * @description Gives the `result` of a call that `tool.clientCalled` told of, or the `error`. Of several answers the first counts; the others,
         *     and those that come too late, are a 409.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    callId: string;
                    sessionId: string;
                    turnId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "result": "a.txt"
                     *     }
                     */
                    "application/json": components["schemas"]["ClientToolResult"];
                };
            };
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Content Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tools, the tool sets and the MCP servers
         * @description What agents can be granted. The tools of an MCP server are those that it was last seen to have: none before an agent's turn has first asked it. How a server is started or reached is never shown. The tools of clients are not listed.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ToolList"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sum what your turns took
         * @description Turns, calls, tokens and money of your ended turns, those of deleted sessions included. `from` and `to` are UTC days such as
         *     `2026-11-22`, both included; without them it is the last 30 days. `groupBy` is one or several of `day`, `session`, `agent`,
         *     `provider` and `model`, with commas; without it, `model`. `limit` is the most rows, 1 to 10000.
         */
        get: {
            parameters: {
                query?: {
                    agentId?: string;
                    from?: string;
                    groupBy?: string;
                    limit?: number;
                    model?: string;
                    provider?: string;
                    sessionId?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UsageResponse"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Internal Server Error */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDocument"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HealthResponse"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server can do its work: its store gives and takes data, there is an agent, and it is not stopping */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HealthResponse"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HealthResponse"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Who caused something.
         * @enum {string}
         */
        Actor: "user" | "agent" | "system";
        /**
         * @description Whether an agent can answer now.
         * @enum {string}
         */
        AgentAvailability: "available" | "degraded" | "unavailable" | "invalid";
        /**
         * @description What happened to an agent's definition in service.
         * @enum {string}
         */
        AgentChangeKind: "added" | "changed" | "removed";
        /** @description A tool that is taken away from an agent. */
        AgentDeniedTool: {
            /** @description What takes it away, such as `deny_tools: write_*`. */
            because: string;
            /** @description The tool. */
            name: string;
        };
        /** @description The agents. */
        AgentList: {
            /** @description By id. */
            agents: components["schemas"]["AgentResponse"][];
            /** @description What the last reading found wrong in files that belong to no agent. */
            problems: components["schemas"]["ConfigurationProblem"][];
            /** @description Names the configuration in service. */
            revision: string;
        };
        /** @description The agent's configuration changed; turns that start from here on use it. */
        AgentReloaded: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The configuration keys that differ from the revision before. */
            changedKeys: string[];
            /** @description The new revision. */
            revision: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "agent.reloaded";
        };
        /** @description An agent with the settings in force. Its prompt is not shown. */
        AgentResponse: {
            /** @description The model that would answer now. */
            activeModel?: components["schemas"]["ModelReference"];
            /** @description Whether it can answer now. */
            availability: components["schemas"]["AgentAvailability"];
            /** @description A colour for user interfaces, `#rrggbb`. */
            color?: string;
            /** @description Which settings are the server's defaults, in YAML spelling. */
            defaults: string[];
            /** @description What it is for. */
            description: string;
            /** @description A sign for user interfaces. */
            icon?: string;
            /** @description The id to address it by. */
            id: string;
            /** @description The name for people. */
            name: string;
            /** @description What the last reading of its file found wrong. */
            problems: components["schemas"]["ConfigurationProblem"][];
            /** @description Why it is not simply available, with the remedy. */
            reason?: string;
            /** @description Names the definition in service. */
            revision?: string;
            /** @description A few words on what it is for. */
            role: string;
            /** @description The settings in force; absent when the agent is invalid. */
            settings?: components["schemas"]["AgentSettings"];
            /** @description One character that picks the agent in user interfaces. */
            shortcut?: string;
            /** @description Whether the definition in its file is the one in service. */
            state: components["schemas"]["AgentState"];
            /** @description The tools it may call, as far as it is known without asking an MCP server or a client. */
            tools: string[];
        };
        /** @description What an agent's loop runs with. */
        AgentSettings: {
            /** @description What it is given of the conversation when it becomes active. */
            carryOver: components["schemas"]["CarryOverSetting"];
            /**
             * Format: int32
             * @description The most model calls of a turn.
             */
            maxIterations: number;
            /**
             * Format: int32
             * @description The longest reply of one model call, in tokens.
             */
            maxTokens: number;
            /** @description The models to try, in order. */
            models: components["schemas"]["ModelReference"][];
            /** @description What happens to the part of an answer that was seen when its model fails and another one takes over. */
            onBrokenReply: components["schemas"]["BrokenReplyPolicy"];
            /** @description What happens to a message that arrives during a turn. */
            onBusy: components["schemas"]["BusyPolicy"];
            /** @description What happens to a turn when the last client that followed its session is gone. */
            onDisconnect: components["schemas"]["DisconnectPolicy"];
            /** @description Whether a turn ends only when the model says so. */
            requireExplicitSignal: boolean;
            /**
             * Format: double
             * @description Sampling temperature.
             */
            temperature: number;
            /**
             * Format: double
             * @description The longest silence of a model call; absent when the limits of its provider hold.
             */
            timeoutSeconds?: number;
            /**
             * Format: double
             * @description The longest a turn may take.
             */
            turnTimeoutSeconds: number;
        };
        /**
         * @description How an agent stands after the last reading of the configuration.
         * @enum {string}
         */
        AgentState: "valid" | "stale" | "invalid";
        /** @description Another agent is active from here on. */
        AgentSwitched: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description Who asked for it. */
            by: components["schemas"]["Actor"];
            /** @description What To was given of the conversation. */
            carryOver: components["schemas"]["CarryOverRecord"];
            /** @description The agent that was active. */
            from: string;
            /** @description Why, where an agent gave one. */
            reason?: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The agent that is active now. */
            to: string;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "agent.switched";
        };
        /** @description A tool that an agent is granted. */
        AgentTool: {
            /** @description The agent's rules that are about it, in the order of the file; the first that fits a call counts. */
            approval: components["schemas"]["ApprovalRule"][];
            /** @description What grants it, such as `tool_sets: development > full_filesystem`; the first where several do. */
            because: string;
            /** @description The tool. */
            tool: components["schemas"]["ToolResponse"];
        };
        /** @description What an agent is granted. */
        AgentToolList: {
            /** @description The agent. */
            agentId: string;
            /** @description Whether it may call the tools that a client declares. */
            clientTools: boolean;
            /** @description What one of its grants names and something takes away again. */
            denied: components["schemas"]["AgentDeniedTool"][];
            /** @description The definition that grants it; absent when none is in service. */
            revision?: string;
            /** @description The MCP servers of which it is granted something; they are connected when a turn begins. */
            servers: components["schemas"]["ToolServerResponse"][];
            /** @description What it is granted, by name, as far as it is known without asking an MCP server or a client. */
            tools: components["schemas"]["AgentTool"][];
        };
        /**
         * @description What a loop is doing.
         * @enum {string}
         */
        AILoopState: "idle" | "running" | "waitingForApproval" | "stopping";
        /** @description A loop as listed: a snapshot. */
        AILoopStatus: {
            /** @description The agent it runs. */
            agentId: string;
            /**
             * Format: double
             * @description Seconds since its last turn ended; zero while one runs.
             */
            idleSeconds: number;
            /** @description The model of its latest turn, or the one it would use now. */
            model: string;
            /** @description The provider of its latest turn, or the one it would use now. */
            provider: string;
            /**
             * Format: int32
             * @description Turns that wait.
             */
            queuedTurns: number;
            /** @description The agent revision its next turn uses. */
            revision: string;
            /** @description The session it runs in. */
            sessionId: string;
            /** @description What it is doing. */
            state: components["schemas"]["AILoopState"];
            /**
             * Format: int32
             * @description Turns ended since the loop was made.
             */
            turns: number;
        };
        /** @description A person's answer to the question whether a tool call may run. */
        ApprovalAnswer: {
            /** @description Whether it may. */
            decision: components["schemas"]["ApprovalChoice"];
            /** @description The question's `hash`: the answer counts only if it is about that very call. */
            hash?: string;
            /** @description Why, at most 1,000 characters; of a refusal the model is told. */
            reason?: string;
            /** @description For what else in the session an approval stands; without it, for this call only. */
            remember?: components["schemas"]["ApprovalMemory"];
        };
        /**
         * @description What a person may say to a tool call.
         * @enum {string}
         */
        ApprovalChoice: "approve" | "refuse";
        /**
         * @description What is to be done about a tool call before it runs.
         * @enum {string}
         */
        ApprovalDecision: "always" | "ask" | "never";
        /**
         * @description For what else in the session an approval stands.
         * @enum {string}
         */
        ApprovalMemory: "call" | "tool";
        /**
         * @description What became of a question for approval.
         * @enum {string}
         */
        ApprovalResolution: "approved" | "refused" | "expired" | "withdrawn";
        /** @description What is to be done about the calls that it fits. The first of an agent's rules that fits a call counts. Immutable. */
        ApprovalRule: {
            /**
             * @description By argument name, patterns in which `*` stands for any characters: the rule fits a call all of whose named arguments fit. A
             *     list of texts is matched as its items with a blank between them. Empty fits any arguments.
             */
            arguments: {
                [key: string]: string;
            };
            /** @description What is to be done. */
            decision: components["schemas"]["ApprovalDecision"];
            /** @description Whether an `always` also counts once the agent has read what nobody vouches for; else a person is asked then about all but reading. */
            evenUntrusted: boolean;
            /** @description The tools it is about: a name in which `*` stands for any characters. */
            tool: string;
        };
        /** @description A question whether a tool call may run, and its answer. Immutable. */
        ApprovalView: {
            /** @description The agent whose call it is. */
            agentId: string;
            /** @description Why, where the answer gave a reason. */
            answerReason?: string;
            /** @description Names the question, unique in the session. */
            approvalId: string;
            /** @description As the model gave them: data, not trusted. */
            arguments: unknown;
            /**
             * Format: date-time
             * @description When it was asked, UTC.
             */
            askedAt: string;
            /** @description The call, unique within its turn. */
            callId: string;
            /** @description How far the tool can reach. */
            effect: string;
            /**
             * Format: date-time
             * @description When it is void, UTC.
             */
            expiresAt: string;
            /** @description What an approval is worth for: send it with the answer to be sure that this very call was answered. */
            hash: string;
            /** @description The tool. */
            name: string;
            /** @description Why a person is asked. */
            reason: string;
            /** @description For what else in the session the approval stands; null for that call only. */
            remember?: components["schemas"]["ApprovalMemory"];
            /** @description What became of it; null while it waits. */
            resolution?: components["schemas"]["ApprovalResolution"];
            /** @description The turn. */
            turnId: string;
            /** @description True when the agent had read what nobody vouches for. */
            untrusted: boolean;
        };
        /**
         * @description What happens to the part of an answer that was seen when its model fails and another one takes over.
         * @enum {string}
         */
        BrokenReplyPolicy: "restart" | "continue";
        /**
         * @description What happens to a message for an agent that is in the middle of a turn.
         * @enum {string}
         */
        BusyPolicy: "enqueue" | "reject" | "interrupt" | "rollback" | "steer";
        /**
         * @description What the next agent is given of the conversation when the active agent changes.
         * @enum {string}
         */
        CarryOverPolicy: "full" | "last" | "none";
        /** @description What was carried over at a switch. */
        CarryOverRecord: {
            /**
             * Format: int32
             * @description How many messages the agent was given.
             */
            messages: number;
            /** @description The policy in force. */
            policy: components["schemas"]["CarryOverPolicy"];
        };
        /** @description What an agent is given of the conversation when it becomes the active one. */
        CarryOverSetting: {
            /**
             * Format: int32
             * @description How many messages, 1 to 1000, when Policy is AIWhisperer.Core.Events.CarryOverPolicy.Last; else null.
             */
            last?: number;
            /** @description Everything, the last messages, or nothing. */
            policy: components["schemas"]["CarryOverPolicy"];
        };
        /**
         * @description A tool that a client runs itself. It is offered to agents that are granted client tools; what it returns is untrusted, and calls of it
         *     are asked about as calls that leave the server: nothing in a declaration lowers that.
         */
        ClientToolDeclaration: {
            /** @description What it is for, in words for the model, at most 4,000 characters. */
            description: string;
            /** @description What the model calls it by: 1 to 64 letters, digits, `_` and `-`; no name of a tool of the server. */
            name: string;
            /** @description The JSON Schema of its arguments: an object, at most 16 KB, nested 16 deep at most. */
            parameters: unknown;
            /**
             * Format: int32
             * @description How long a call waits for its result, 1 to 3,600; null means AIWhisperer.Core.Tools.ToolOptions.ClientTimeout.
             */
            timeoutSeconds?: number;
        };
        /** @description What a client answers to a call of its tool: exactly one of the two. */
        ClientToolResult: {
            /** @description Why there is no result, in words for the model. */
            error?: string;
            /** @description What the tool returned: a text, or any other JSON, also null. Of more than 64 KB head and tail are kept. */
            result?: unknown;
        };
        /** @description One thing wrong in a configuration file, for people to mend. Immutable; holds no secret. */
        ConfigurationProblem: {
            /**
             * Format: int32
             * @description The column, from 1.
             */
            column: number;
            /** @description True when the setting's default serves instead and the rest of the entry is used all the same. */
            fallsBack?: boolean;
            /** @description The file, relative to the configuration directory. */
            file: string;
            /** @description The path of the key at fault, such as `alice.ai_config.temperature`; empty when the file as a whole is. */
            key: string;
            /**
             * Format: int32
             * @description The line, from 1.
             */
            line: number;
            /** @description What is wrong. */
            message: string;
            /** @description What to do about it, with the nearest known name where there is one. */
            remedy: string;
        };
        /**
         * @description What happens to a turn when the last client that followed its session is gone.
         * @enum {string}
         */
        DisconnectPolicy: "continue" | "cancel";
        /** @description A page of a session's stored events, oldest first. */
        EventPage: {
            /** @description The events, as the stream sends them. */
            events: components["schemas"]["SessionEvent"][];
            /**
             * Format: int64
             * @description Give it as `after` to the next call; absent on the last page.
             */
            nextAfter?: number;
        };
        /**
         * @description Why a completed turn ended.
         * @enum {string}
         */
        FinishReason: "stop" | "length" | "contentFilter" | "empty" | "onlyReasoning" | "maxIterations" | "toolLoop";
        /** @description How the server is. */
        HealthResponse: {
            /** @description Why it is not ready. */
            problems: string[];
            /** @description `live`, `ready` or `notReady`. */
            status: string;
        };
        /** @description The live loops of your sessions. */
        LoopList: {
            /** @description One for each agent that works, or lately worked, in a session. */
            loops: components["schemas"]["AILoopStatus"][];
        };
        /** @description A user's message was accepted; its turn exists from here on, unless it joined one. */
        MessageAdded: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The sender's own name for the message, where it gave one. */
            clientMessageId?: string;
            /** @description The message. */
            messageId: string;
            /** @description What happens to the turn when all its clients are gone, where the sender said so. */
            onDisconnect?: components["schemas"]["DisconnectPolicy"];
            /** @description How the turn takes the place of the one that ran, and of those that came for the same purpose, where it does. */
            replaces?: components["schemas"]["TurnReplacement"];
            /** @description Always `user`. */
            role: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description True when the message joined a turn that was accepted before it. */
            steers?: boolean;
            /** @description The whole text. */
            text: string;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.added";
            /** @description True when nobody vouches for all that the message says: the agent that is told it carries the label from then on. */
            untrusted?: boolean;
        };
        /**
         * @description What kind of text a message holds.
         * @enum {string}
         */
        MessageChannel: "final" | "commentary" | "analysis";
        /** @description The whole text of a message an agent wrote; replaces whatever its deltas gave. */
        MessageCompleted: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description What kind of text it is. */
            channel: components["schemas"]["MessageChannel"];
            /** @description The message. */
            messageId: string;
            /** @description True when writing was cut short by a cancel, a failure or a restart. */
            partial?: boolean;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The whole text. */
            text: string;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.completed";
        };
        /** @description Live, never stored: a piece of a message that is being written. */
        MessageDelta: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description What kind of text it is. */
            channel: components["schemas"]["MessageChannel"];
            /** @description The message. */
            messageId: string;
            /**
             * Format: int32
             * @description The length, in UTF-16 code units, of the message's text before this piece.
             */
            offset: number;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The piece. */
            text: string;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.delta";
        };
        /**
         * @description The pieces of a message that was being written are void: another model writes the answer anew, or, as a client is told that does not
         *     see commentary, it was talk about tools.
         */
        MessageDropped: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The channel of the pieces. The log sets it, where it knows the message. */
            channel?: components["schemas"]["MessageChannel"];
            /** @description The message; it will not be completed. */
            messageId: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.dropped";
        };
        /** @description A page of messages, oldest first. */
        MessagePage: {
            /** @description The rows. */
            messages: components["schemas"]["MessageView"][];
            /**
             * Format: int64
             * @description Give it as `after` to the next call; null on the last page.
             */
            nextAfter?: number;
        };
        /** @description A whole message of a session's history. Immutable. */
        MessageView: {
            /** @description The agent it is to or from. */
            agentId: string;
            /**
             * Format: date-time
             * @description When it was added or completed, UTC.
             */
            at: string;
            /** @description What kind of text it is. */
            channel: components["schemas"]["MessageChannel"];
            /** @description The message. */
            messageId: string;
            /** @description True when writing was cut short. */
            partial: boolean;
            /** @description `user` or `assistant`. */
            role: string;
            /**
             * Format: int64
             * @description The sequence number of the event that holds it.
             */
            seq: number;
            /** @description The whole text. */
            text: string;
            /** @description The turn it belongs to. */
            turnId: string;
        };
        /** @description Another model answers than the one that was to. */
        ModelFellBack: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The stable code of what went wrong; null where the model could not be called at all. */
            code?: string;
            /** @description The model passed over or given up, as `provider/model`. */
            from: string;
            /** @description What became of the part of the answer that was seen; null when there was none. */
            partial?: components["schemas"]["BrokenReplyPolicy"];
            /** @description Why, with the remedy. */
            reason: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The model that answers, as `provider/model`. */
            to: string;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "model.fellBack";
        };
        /** @description What a model's tokens cost, in US dollars for a million of them. */
        ModelPrice: {
            /**
             * Format: double
             * @description Tokens sent that it had.
             */
            cachedInput: number;
            /**
             * Format: double
             * @description Tokens sent that the provider's cache did not have.
             */
            input: number;
            /**
             * Format: double
             * @description Tokens written, reasoning included.
             */
            output: number;
        };
        /** @description The turn's call of a model waits for its turn, or its place has changed. */
        ModelQueued: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /**
             * Format: int32
             * @description Its place among those that wait, from 1.
             */
            position: number;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "model.queued";
            /** @description What it waits for: the provider's id, or the agent's. */
            waitsFor: string;
        };
        /** @description A model at a provider, written `provider/model` in YAML; only the first slash separates. */
        ModelReference: {
            /** @description The model's name at that provider; may hold slashes. */
            model: string;
            /** @description The provider's id. */
            provider: string;
        };
        /** @description A call of a model failed before anything was seen of its answer; it is made again after a wait. */
        ModelRetried: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /**
             * Format: int32
             * @description The attempt that failed, from 1.
             */
            attempt: number;
            /** @description Why it failed: a stable code of AIWhisperer.Core.ErrorCodes. */
            code: string;
            /**
             * Format: int64
             * @description The wait, milliseconds.
             */
            delayMs: number;
            /** @description The model, as `provider/model`. */
            model: string;
            /** @description Why it failed, for people. */
            reason: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "model.retried";
        };
        /** @description What one model took of a turn. */
        ModelUsage: {
            /**
             * Format: int64
             * @description Of the input, read from the provider's cache.
             */
            cachedInputTokens: number;
            /**
             * Format: int32
             * @description How often it was called, retries included.
             */
            calls: number;
            /**
             * Format: double
             * @description What the tokens cost, in US dollars; null when the model's price is not known.
             */
            costUsd?: number;
            /** @description True when some of the tokens are the server's own estimate. */
            estimated?: boolean;
            /**
             * Format: int64
             * @description Sent to it.
             */
            inputTokens: number;
            /** @description The model's name at that provider. */
            model: string;
            /**
             * Format: int64
             * @description Written by it.
             */
            outputTokens: number;
            /** @description The provider. */
            provider: string;
            /**
             * Format: int64
             * @description Of the output, reasoning.
             */
            reasoningTokens: number;
        };
        /** @description A message to an agent of a session. */
        NewMessage: {
            /** @description Another agent than the active one, for this message only; null means the active one. */
            agentId?: string;
            /**
             * @description The sender's own name for the message, unique within the session, 1 to 128 visible ASCII characters: sent again under the same name it
             *     gives the same turn, not a second one, for as long as AIWhisperer.Core.Sessions.SessionOptions.IdempotencyWindow says.
             */
            clientMessageId?: string;
            /** @description What to do when the agent is in a turn; null means the agent's own policy. */
            onBusy?: components["schemas"]["BusyPolicy"];
            /** @description What happens to the turn when its clients are gone; null means the agent's own policy. */
            onDisconnect?: components["schemas"]["DisconnectPolicy"];
            /** @description 1 to AIWhisperer.Core.Sessions.SessionOptions.MaxMessageLength characters, not only white space. */
            text: string;
            /**
             * @description Tools that the sender runs itself, at most 32: the turn's calls of them come as `tool.clientCalled` and wait for
             *     their results. The agent must be granted client tools. A message that would join a running turn is refused with them.
             */
            tools?: components["schemas"]["ClientToolDeclaration"][];
        };
        /** @description What a session begins with. */
        NewSession: {
            /** @description The first active agent; null means AIWhisperer.Core.Sessions.SessionOptions.DefaultAgent. */
            agentId?: string;
            /** @description The title; null means empty. At most AIWhisperer.Core.Sessions.SessionOptions.MaxTitleLength characters. */
            title?: string;
        };
        /** @description Why a provider did not answer a test request. */
        ProbeError: {
            /** @description From AIWhisperer.Core.ErrorCodes. */
            code: string;
            /** @description What happened and the remedy; holds no key. */
            message: string;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
        };
        /**
         * @description How a provider's test ended.
         * @enum {string}
         */
        ProbeOutcome: "answered" | "failed" | "noKey";
        /** @description Every error of the REST API, as RFC 9457 problem details; `code` is the part to program against. */
        ProblemDocument: {
            /** @description The stable, machine-readable code; the same one that the hub and the events use. */
            code: string;
            /** @description What is wrong and what to do about it. */
            detail: string;
            /** @description The field, query value or header at fault, where there is one. */
            field?: string;
            /**
             * Format: int32
             * @description When the same request may succeed, where waiting helps; also in `Retry-After`.
             */
            retryAfterSeconds?: number;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The HTTP status in words. */
            title: string;
            /** @description Names the request in the server's log. */
            traceId?: string;
        };
        /**
         * @description Whether a provider can be called at all.
         * @enum {string}
         */
        ProviderAvailability: "available" | "unavailable";
        /** @description What is going on with a provider's calls, since the server started. */
        ProviderCalls: {
            /** @description Whether calls pass. */
            circuit: components["schemas"]["ProviderCircuit"];
            /**
             * Format: int64
             * @description How many of them failed.
             */
            failed: number;
            /** @description The last failure. */
            lastError?: components["schemas"]["ProviderFailure"];
            /**
             * Format: date-time
             * @description Until when none passes; absent unless the circuit is open.
             */
            openUntil?: string;
            /**
             * Format: int32
             * @description Calls that run now.
             */
            running: number;
            /**
             * Format: int64
             * @description Calls made, each attempt counted.
             */
            total: number;
            /**
             * Format: int32
             * @description Calls that wait for their turn.
             */
            waiting: number;
        };
        /**
         * @description Whether calls to a provider pass.
         * @enum {string}
         */
        ProviderCircuit: "closed" | "open" | "halfOpen";
        /** @description How a call to a provider failed. Immutable. */
        ProviderFailure: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description From AIWhisperer.Core.ErrorCodes. */
            code: string;
            /** @description For people; holds no key, and nothing of a conversation. */
            message: string;
        };
        /** @description A provider's key. The key itself is never shown. */
        ProviderKey: {
            /** @description Whether the variable has a value. */
            isSet: boolean;
            /** @description The environment variable that holds it. */
            variable: string;
        };
        /** @description The model back ends. */
        ProviderList: {
            /** @description The provider of agents that name none. */
            default?: string;
            /** @description What the last reading of `providers.yaml` and `models.yaml` found wrong. */
            problems: components["schemas"]["ConfigurationProblem"][];
            /** @description By id. */
            providers: components["schemas"]["ProviderResponse"][];
            /** @description Names the configuration in service. */
            revision: string;
        };
        /** @description A model of a provider. */
        ProviderModel: {
            /**
             * Format: int32
             * @description The most tokens of a conversation and its answer together.
             */
            contextWindow?: number;
            /**
             * Format: int32
             * @description The most tokens of one answer.
             */
            maxOutputTokens?: number;
            /** @description What agents name. */
            name: string;
            /** @description What its tokens cost, in US dollars for a million of them. */
            price?: components["schemas"]["ModelPrice"];
            /** @description Settings that it refuses; they are left out of its requests. */
            unsupported: string[];
        };
        /** @description The models that a provider lists. */
        ProviderModels: {
            /** @description Their names, in the provider's order. */
            models: string[];
        };
        /** @description A model back end, without its key. */
        ProviderResponse: {
            /** @description Whether it can be called. */
            availability: components["schemas"]["ProviderAvailability"];
            /**
             * Format: uri
             * @description Where it listens.
             */
            baseUrl?: string;
            /** @description What is going on with its calls. */
            calls: components["schemas"]["ProviderCalls"];
            /** @description The name agents use. */
            id: string;
            /** @description Its key; absent when it takes none. */
            key?: components["schemas"]["ProviderKey"];
            /** @description The protocol it speaks. */
            kind: string;
            /** @description The models it is known to offer, with what is known of each. */
            models: components["schemas"]["ProviderModel"][];
            /** @description The preset that it was made from. */
            preset?: string;
            /** @description Why not, with the remedy. */
            reason?: string;
            /** @description Whether agents may name any model, or those in AIWhisperer.Server.Providers.ProviderResponse.Models only. */
            takesAnyModel: boolean;
        };
        /** @description One agent's change. */
        ReloadedAgent: {
            /** @description The agent. */
            agentId: string;
            /** @description The settings that differ, in YAML spelling. */
            changedKeys: string[];
            /** @description What happened to it. */
            kind: components["schemas"]["AgentChangeKind"];
            /** @description Its definition from now on; absent when it was removed. */
            revision?: string;
        };
        /** @description What a reload did. */
        ReloadResponse: {
            /** @description What changed, by agent; empty when nothing did. */
            changes: components["schemas"]["ReloadedAgent"][];
            /** @description What is wrong in the files; agents with problems keep what was in service. */
            problems: components["schemas"]["ConfigurationProblem"][];
            /** @description Names the configuration now in service. */
            revision: string;
        };
        /** @description A new title. */
        RenameSessionRequest: {
            /** @description The title; may be empty. */
            title: string;
        };
        /** @description The server stops: it takes no more turns, and the streams of those who follow the session end soon. */
        ServerDraining: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /**
             * Format: int64
             * @description How long running turns may go on before they are interrupted, milliseconds.
             */
            graceMs: number;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "server.draining";
        };
        /** @description A session's questions whether tool calls may run. */
        SessionApprovals: {
            /** @description Those that wait for an answer, oldest first. */
            pending: components["schemas"]["ApprovalView"][];
            /** @description Approvals that stand for more than their own call and were not taken back, oldest first. */
            standing: components["schemas"]["ApprovalView"][];
        };
        /** @description The session takes no further turns; always its last event. */
        SessionClosed: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.closed";
        };
        /** @description The session exists; AIWhisperer.Core.Events.SessionEvent.AgentId is its first active agent. */
        SessionCreated: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The title, possibly empty. */
            title: string;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.created";
        };
        /**
         * @description One fact in a session's log. A closed family: everything a client can ever see is one of the nested cases. Immutable. On the wire
         *     an event is one flat JSON object whose `type` tells the case.
         */
        SessionEvent: components["schemas"]["SessionCreated"] | components["schemas"]["SessionRenamed"] | components["schemas"]["SessionClosed"] | components["schemas"]["ServerDraining"] | components["schemas"]["AgentSwitched"] | components["schemas"]["AgentReloaded"] | components["schemas"]["MessageAdded"] | components["schemas"]["MessageDelta"] | components["schemas"]["MessageCompleted"] | components["schemas"]["ToolRequested"] | components["schemas"]["ToolApprovalRequired"] | components["schemas"]["ToolApprovalResolved"] | components["schemas"]["ToolApprovalRevoked"] | components["schemas"]["ToolClientCalled"] | components["schemas"]["ToolProgressed"] | components["schemas"]["ToolCompleted"] | components["schemas"]["MessageDropped"] | components["schemas"]["ModelQueued"] | components["schemas"]["ModelRetried"] | components["schemas"]["ModelFellBack"] | components["schemas"]["TurnQueued"] | components["schemas"]["TurnStarted"] | components["schemas"]["TurnResumed"] | components["schemas"]["TurnSteered"] | components["schemas"]["TurnCompleted"] | components["schemas"]["TurnCancelled"] | components["schemas"]["TurnFailed"] | components["schemas"]["TurnInterrupted"];
        /** @description A page of sessions, newest change first. */
        SessionPage: {
            /** @description Give it to the next call; null on the last page. */
            nextCursor?: string;
            /** @description The rows. */
            sessions: components["schemas"]["SessionRecord"][];
        };
        /** @description A session as stored and listed. Immutable. */
        SessionRecord: {
            /** @description The agent that answers messages that name none. */
            activeAgentId: string;
            /**
             * Format: date-time
             * @description UTC.
             */
            createdAt: string;
            /** @description 128 random bits in hexadecimal. */
            id: string;
            /** @description True once `session.closed` is in the log. */
            isClosed: boolean;
            /**
             * Format: int64
             * @description The highest durable sequence number.
             */
            lastSeq: number;
            /**
             * Format: int32
             * @description Turns accepted and not yet ended.
             */
            openTurns: number;
            /** @description The principal it belongs to. */
            owner: string;
            /** @description The title, possibly empty. */
            title: string;
            /**
             * Format: date-time
             * @description When its log last grew, UTC.
             */
            updatedAt: string;
        };
        /** @description The session has another title. */
        SessionRenamed: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The new title. */
            title: string;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.renamed";
        };
        /** @description Which agent answers from here on. */
        SwitchAgentRequest: {
            /** @description The agent. */
            agentId: string;
            /** @description What it is given of the conversation; without it, its own setting holds. */
            carryOver?: components["schemas"]["CarryOverSetting"];
        };
        /** @description What to ask a provider. */
        TestProviderRequest: {
            /** @description The model; by default the first of its `models`, else the first that an agent uses there, else the first that it lists. */
            model?: string;
        };
        /** @description What a test request met. */
        TestProviderResponse: {
            /** @description The model that answered, as the provider names it. */
            answeredBy?: string;
            /** @description Why it did not answer, with the remedy. */
            error?: components["schemas"]["ProbeError"];
            /**
             * Format: double
             * @description Time until something of the answer was visible.
             */
            firstTokenMs?: number;
            /**
             * Format: int64
             * @description Tokens sent.
             */
            inputTokens?: number;
            /** @description The model that was asked. */
            model?: string;
            /** @description How it ended. */
            outcome: components["schemas"]["ProbeOutcome"];
            /**
             * Format: int64
             * @description Tokens written.
             */
            outputTokens?: number;
            /** @description The provider. */
            providerId: string;
            /**
             * Format: double
             * @description Time of the whole call.
             */
            totalMs?: number;
        };
        /** @description A tool call waits for a person; seen on every channel. The call is run only as it stands here. */
        ToolApprovalRequired: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /** @description Names the question, unique in the session. */
            approvalId: string;
            /** @description The arguments as the model gave them: data, not trusted. */
            arguments: unknown;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The call. */
            callId: string;
            /** @description How far the tool can reach: `read`, `write`, `execute` or `network`. */
            effect: string;
            /**
             * Format: date-time
             * @description When the question is void, UTC.
             */
            expiresAt: string;
            /** @description SHA-256, in hexadecimal, over the tool, its arguments, the session and its owner: what an approval is worth for. */
            hash: string;
            /** @description The tool's name. */
            name: string;
            /** @description Why a person is asked. */
            reason: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool.approvalRequired";
            /** @description True when the agent had read what nobody vouches for. */
            untrusted?: boolean;
            /** @description What the turn's model calls took until then: a restart does not lose it. */
            usage?: components["schemas"]["TurnUsage"];
        };
        /** @description The question has its answer; exactly one for each. */
        ToolApprovalResolved: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /** @description The question. */
            approvalId: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description Who answered. */
            by: components["schemas"]["Actor"];
            /** @description The call. */
            callId: string;
            /** @description The tool's name. */
            name: string;
            /** @description Why, where the answer gave a reason; the model is told. */
            reason?: string;
            /** @description For what else in the session the approval stands; null for this call only. */
            remember?: components["schemas"]["ApprovalMemory"];
            /** @description What became of it. */
            resolution: components["schemas"]["ApprovalResolution"];
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool.approvalResolved";
        };
        /** @description An approval that stood for more than its own call was taken back: later calls are asked about again. */
        ToolApprovalRevoked: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /** @description The question that it answered. */
            approvalId: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description Who took it back. */
            by: components["schemas"]["Actor"];
            /** @description The tool's name. */
            name: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool.approvalRevoked";
        };
        /** @description What a person was asked about a tool call. Immutable. */
        ToolCallApproval: {
            /** @description Why, where the answer gave a reason. */
            answerReason?: string;
            /** @description The question. */
            approvalId: string;
            /**
             * Format: date-time
             * @description When it is void, UTC.
             */
            expiresAt: string;
            /** @description Why a person is asked. */
            reason: string;
            /** @description For what else in the session the approval was given; null for that call only. */
            remember?: components["schemas"]["ApprovalMemory"];
            /** @description What became of it; null while it waits. */
            resolution?: components["schemas"]["ApprovalResolution"];
        };
        /**
         * @description Which way a tool call ended.
         * @enum {string}
         */
        ToolCallOutcome: "succeeded" | "failed" | "notRun" | "unknown";
        /** @description A tool call of a turn. Immutable. */
        ToolCallView: {
            /** @description What a person was asked about it; null when nobody was. */
            approval?: components["schemas"]["ToolCallApproval"];
            /** @description As the model gave them. */
            arguments: unknown;
            /** @description The call. */
            callId: string;
            /**
             * Format: int64
             * @description How long it ran, milliseconds; null while it runs.
             */
            durationMs?: number;
            /** @description Why there is no result; null while it runs or when it succeeded. */
            error?: string;
            /** @description The tool. */
            name: string;
            /** @description Which way it ended; null while it runs. */
            outcome?: components["schemas"]["ToolCallOutcome"];
            /** @description What the tool returned; null while it runs or when it failed. */
            result?: string;
            /** @description Whether the result was written by nobody who is trusted here. */
            untrusted: boolean;
        };
        /** @description A client is to run a tool that it declared, and to send the result. */
        ToolClientCalled: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /** @description The arguments as the model gave them: data, not trusted. */
            arguments: unknown;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The call. */
            callId: string;
            /**
             * Format: date-time
             * @description When a result comes too late, UTC.
             */
            expiresAt: string;
            /** @description The tool's name. */
            name: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool.clientCalled";
        };
        /** @description A tool call has its outcome: exactly one of Result and Error is set. */
        ToolCompleted: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The call. */
            callId: string;
            /**
             * Format: int64
             * @description How long the tool ran, milliseconds; zero when it did not run.
             */
            durationMs: number;
            /** @description Why there is no result, as told to the model. */
            error?: string;
            /** @description The tool's name. */
            name: string;
            /** @description Which way it ended. */
            outcome: components["schemas"]["ToolCallOutcome"];
            /** @description What the tool returned, as text. */
            result?: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool.completed";
            /** @description True when the result was written by nobody who is trusted here, such as a page of the web. */
            untrusted?: boolean;
        };
        /**
         * @description The furthest that a call of a tool can reach. What is asked of a person follows from it.
         * @enum {string}
         */
        ToolEffect: "read" | "write" | "execute" | "network";
        /** @description What agents can be granted. */
        ToolList: {
            /** @description What the last reading of `tools.yaml` and of `mcp.yaml` found wrong. */
            problems: components["schemas"]["ConfigurationProblem"][];
            /** @description The MCP servers. */
            servers: components["schemas"]["ToolServerResponse"][];
            /** @description The tool sets in service. */
            sets: components["schemas"]["ToolSetResponse"][];
            /** @description The server's own tools, and those of MCP servers as far as they are known now; by name. */
            tools: components["schemas"]["ToolResponse"][];
        };
        /** @description A running tool tells how far it is. */
        ToolProgressed: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The call. */
            callId: string;
            /**
             * Format: double
             * @description How much is done, in the tool's own measure.
             */
            done?: number;
            /** @description In words for people; may be empty. */
            message: string;
            /** @description The tool's name. */
            name: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /**
             * Format: double
             * @description How much there is to do, in the same measure.
             */
            total?: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool.progressed";
        };
        /** @description The model asked for a tool; committed before the tool runs. */
        ToolRequested: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /** @description The arguments as the model gave them: data, not trusted. */
            arguments: unknown;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The call, unique within its turn. */
            callId: string;
            /** @description The tool's name as the model gave it. */
            name: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool.requested";
        };
        /** @description A tool. */
        ToolResponse: {
            /** @description The JSON Schema of its arguments. */
            arguments: unknown;
            /** @description What kind of tool it is. */
            category: string;
            /** @description What it does, as models are told. */
            description: string;
            /** @description The furthest that a call can reach. */
            effect: components["schemas"]["ToolEffect"];
            /** @description Whether what it returns was written by nobody who is trusted here. */
            givesUntrusted: boolean;
            /** @description The name that models call it by. */
            name: string;
            /** @description Why it cannot be called as the server is set up, with the remedy; absent when it can. */
            offBecause?: string;
            /** @description The MCP server that it comes from; absent for the server's own. */
            server?: string;
            /** @description What agents may be granted it by, besides its name. */
            tags: string[];
            /**
             * Format: double
             * @description How long one call may run.
             */
            timeoutSeconds: number;
        };
        /** @description An MCP server. How it is started or reached is not shown. */
        ToolServerResponse: {
            /** @description Its name in the configuration. */
            id: string;
            /** @description Why it has no tools, or not all of them, with the remedy. */
            reason?: string;
            /** @description How it stands with it. */
            state: components["schemas"]["ToolServerState"];
            /** @description Its tools as they are known now; a server that was not asked yet has none. */
            tools: string[];
        };
        /**
         * @description How it stands with a server of tools.
         * @enum {string}
         */
        ToolServerState: "notConnected" | "ready" | "failed" | "invalid";
        /** @description Tools that agents are granted together. */
        ToolSetResponse: {
            /** @description What it is for. */
            description: string;
            /** @description The sets whose tools it has too. */
            inherits: string[];
            /** @description What agents name it by. */
            name: string;
            /** @description All its tools, those inherited too. */
            tools: string[];
        };
        /** @description Ending: somebody stopped the turn; what was written is kept, unless the turn was rolled back. */
        TurnCancelled: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description Who stopped it. */
            by: components["schemas"]["Actor"];
            /** @description The turn whose message stopped this one, where one did. */
            replacedBy?: string;
            /** @description True when the conversation goes on as if the turn had never been: its messages are no longer part of the history. */
            rolledBack?: boolean;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description How long it took. */
            timings: components["schemas"]["TurnTimings"];
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.cancelled";
            /** @description Tokens known so far. */
            usage: components["schemas"]["TurnUsage"];
        };
        /** @description Ending: the agent answered. */
        TurnCompleted: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description Why the model stopped. */
            finishReason: components["schemas"]["FinishReason"];
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description How long it took. */
            timings: components["schemas"]["TurnTimings"];
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.completed";
            /** @description Tokens of all model calls of the turn. */
            usage: components["schemas"]["TurnUsage"];
        };
        /** @description Why a turn failed. */
        TurnError: {
            /** @description A stable code of AIWhisperer.Core.ErrorCodes. */
            code: string;
            /** @description For people; holds no secret. */
            message: string;
            /** @description Whether sending the message again may succeed. */
            retryable: boolean;
        };
        /** @description Ending: the turn could not be finished. */
        TurnFailed: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description Why. */
            error: components["schemas"]["TurnError"];
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description How long it took. */
            timings: components["schemas"]["TurnTimings"];
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.failed";
            /** @description Tokens known so far. */
            usage: components["schemas"]["TurnUsage"];
        };
        /** @description Ending: the server stopped or crashed while the turn ran. */
        TurnInterrupted: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description What happened. */
            reason: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.interrupted";
            /** @description Tokens known so far; null after a crash, when nobody knows them. */
            usage?: components["schemas"]["TurnUsage"];
        };
        /** @description The turn waits for the loop, or its place in the queue has changed. */
        TurnQueued: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /**
             * Format: int32
             * @description How many turns run or wait before it, from 1.
             */
            position: number;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.queued";
        };
        /** @description The proof that a message is durable and will be answered. */
        TurnReceipt: {
            /** @description The agent that answers. */
            agentId: string;
            /** @description The user's message. */
            messageId: string;
            /**
             * Format: int32
             * @description How many turns run or wait before it; zero when it starts at once.
             */
            position: number;
            /** @description True when the message was accepted before, by the same client message id: the rest is as it was told then. */
            replayed?: boolean;
            /**
             * Format: int64
             * @description The sequence number of the message's `message.added`: attach after one less to see the whole turn.
             */
            seq: number;
            /** @description The session. */
            sessionId: string;
            /** @description The turn that answers. */
            turnId: string;
        };
        /**
         * @description How a turn takes the place of the one that runs.
         * @enum {string}
         */
        TurnReplacement: "interrupt" | "rollback";
        /** @description The server was stopped while the turn waited for a person; the turn goes on from there. */
        TurnResumed: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The agent's revision from here on. */
            configRevision: string;
            /** @description The model that answers from here on. */
            model: string;
            /** @description The provider that answers from here on. */
            provider: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.resumed";
        };
        /** @description The loop works on the turn. */
        TurnStarted: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The agent's revision, kept for the whole turn. */
            configRevision: string;
            /** @description The model that answers. */
            model: string;
            /** @description The provider that answers. */
            provider: string;
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.started";
        };
        /**
         * @description How far a turn is. The last four are its endings.
         * @enum {string}
         */
        TurnStatus: "queued" | "running" | "waitingForApproval" | "completed" | "cancelled" | "failed" | "interrupted";
        /** @description Messages that joined the running turn were handed to the model, with its next call. */
        TurnSteered: {
            /** @description The agent concerned, where there is one. */
            agentId?: string;
            /**
             * Format: date-time
             * @description When the log took the event, UTC.
             */
            at: string;
            /** @description The messages, in the order in which they were handed over. */
            messageIds: string[];
            /**
             * Format: int64
             * @description The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.
             */
            seq: number;
            /** @description The turn concerned, where there is one. */
            turnId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "turn.steered";
        };
        /** @description How long a turn took, in milliseconds. */
        TurnTimings: {
            /**
             * Format: int64
             * @description From start to the first text or tool call; null when there was none.
             */
            firstTokenMs?: number;
            /**
             * Format: int64
             * @description From acceptance to start.
             */
            queuedMs: number;
            /**
             * Format: int64
             * @description From acceptance to the end.
             */
            totalMs: number;
        };
        /** @description Tokens as the provider counted them; zero where it did not say. */
        TurnUsage: {
            /**
             * Format: int64
             * @description Of the input, read from the provider's cache.
             */
            cachedInputTokens: number;
            /**
             * Format: double
             * @description What the tokens cost, in US dollars; null when the price of a model that was called is not known.
             */
            costUsd?: number;
            /** @description True when the provider did not count, or not credibly, and some of the tokens are the server's own estimate. */
            estimated?: boolean;
            /**
             * Format: int64
             * @description Sent to the model.
             */
            inputTokens: number;
            /** @description The same for each model that was called, in the order of their first calls; null where no model was called. */
            models?: components["schemas"]["ModelUsage"][];
            /**
             * Format: int64
             * @description Written by the model.
             */
            outputTokens: number;
            /**
             * Format: int64
             * @description Of the output, reasoning.
             */
            reasoningTokens: number;
        };
        /** @description A turn as its events tell it. Immutable. */
        TurnView: {
            /** @description The agent that answers. */
            agentId: string;
            /** @description Who cancelled it. */
            cancelledBy?: components["schemas"]["Actor"];
            /** @description The agent revision the turn runs with; null while queued. */
            configRevision?: string;
            /** @description Why it failed. */
            error?: components["schemas"]["TurnError"];
            /** @description Set when another model than the agent's first choice answers. */
            fellBackBecause?: string;
            /** @description Why a completed turn ended. */
            finishReason?: components["schemas"]["FinishReason"];
            /** @description Why it was interrupted. */
            interruptedBecause?: string;
            /**
             * Format: int64
             * @description The sequence number of the latest event told here.
             */
            lastSeq: number;
            /** @description The user's message. */
            message: components["schemas"]["MessageView"];
            /** @description The model that answers; null while queued. */
            model?: string;
            /** @description The questions that it waits for a person to answer, on whatever channels. */
            pendingApprovals: components["schemas"]["ApprovalView"][];
            /**
             * Format: int32
             * @description How many turns run or wait before it; null when it does not wait.
             */
            position?: number;
            /** @description The provider that answers; null while queued. */
            provider?: string;
            /** @description The turn whose message took its place, where one did. */
            replacedBy?: string;
            /** @description What the agent wrote on the channels that were asked for, in order. */
            replies: components["schemas"]["MessageView"][];
            /** @description True when the conversation goes on as if the turn had never been. */
            rolledBack: boolean;
            /** @description How far it is. */
            status: components["schemas"]["TurnStatus"];
            /** @description Messages that joined the turn while it ran, in order. */
            steering: components["schemas"]["MessageView"][];
            /** @description The answer: the text of the replies on the final channel. */
            readonly text: string;
            /** @description How long it took; set at the end. */
            timings?: components["schemas"]["TurnTimings"];
            /** @description The tools it called, in order; they belong to commentary. */
            toolCalls: components["schemas"]["ToolCallView"][];
            /** @description The turn. */
            turnId: string;
            /** @description Tokens and what they cost; set at the end, unless a crash was the end. */
            usage?: components["schemas"]["TurnUsage"];
        };
        /** @description What your turns took. */
        UsageResponse: {
            /**
             * Format: date
             * @description The first UTC day.
             */
            from: string;
            /** @description True when there are more groups than `limit`: the total has them, the rows do not. */
            isTruncated: boolean;
            /** @description The same by group, the latest day first. */
            rows: components["schemas"]["UsageSum"][];
            /**
             * Format: date
             * @description The last UTC day, included.
             */
            to: string;
            /** @description All of it. */
            total: components["schemas"]["UsageSum"];
        };
        /** @description A sum of usage and, where it is a group's, the group. Rows of one report add up to its total. Immutable. */
        UsageSum: {
            /** @description The agent; null when agents are not told apart. */
            agentId?: string;
            /**
             * Format: int64
             * @description Of the input, read from the provider's cache.
             */
            cachedInputTokens: number;
            /**
             * Format: int64
             * @description Calls of models, retries included.
             */
            calls: number;
            /**
             * Format: double
             * @description What it cost, in US dollars; null when no token has a price. Where AIWhisperer.Core.Sessions.UsageSum.UnpricedTokens is above zero it is only what the
             *     others cost.
             */
            readonly costUsd?: number;
            /**
             * Format: date
             * @description The UTC day on which the turns ended; null when days are not told apart.
             */
            day?: string;
            /**
             * Format: int64
             * @description Of input and output, those of a turn at a model for which the server had to estimate some.
             */
            estimatedTokens: number;
            /**
             * Format: int64
             * @description Tokens sent.
             */
            inputTokens: number;
            /** @description The model's name at that provider; null when models are not told apart. */
            model?: string;
            /**
             * Format: int64
             * @description Tokens written.
             */
            outputTokens: number;
            /** @description The provider; null when providers are not told apart. */
            provider?: string;
            /**
             * Format: int64
             * @description Of the output, reasoning.
             */
            reasoningTokens: number;
            /** @description The session, which may be deleted by now; null when sessions are not told apart. */
            sessionId?: string;
            /**
             * Format: int64
             * @description Turns that called a model, whatever way they ended; each is counted once, with the model that it ended with.
             */
            turns: number;
            /**
             * Format: int64
             * @description Of input and output, those whose price was not known when the turn ended.
             */
            unpricedTokens: number;
        };
        /** @description A configuration to try. */
        ValidateAgentsRequest: {
            /** @description The text of an agents file, at most 256 KB. */
            yaml: string;
        };
        /** @description What would become of the text if it were a file of `config/agents`. */
        ValidateAgentsResponse: {
            /** @description The agents it declares. */
            agents: components["schemas"]["ValidatedAgent"][];
            /** @description Everything that is wrong, in file order. */
            problems: components["schemas"]["ConfigurationProblem"][];
            /** @description Whether nothing is wrong with it. */
            valid: boolean;
        };
        /** @description An agent of a tried configuration. */
        ValidatedAgent: {
            /** @description The agent. */
            id: string;
            /** @description Whether its definition could go into service. */
            state: components["schemas"]["AgentState"];
        };
        /** @description A question whether a tool call may run that waits in one of somebody's sessions. Immutable. */
        WaitingApproval: {
            /** @description The question. */
            approval: components["schemas"]["ApprovalView"];
            /** @description The session. */
            sessionId: string;
            /** @description Its title, possibly empty. */
            sessionTitle: string;
        };
        /** @description What waits for a person in all sessions of one owner. */
        WaitingApprovals: {
            /** @description Whether there are more than were asked for. */
            isTruncated: boolean;
            /** @description The questions, those first that are void first. */
            pending: components["schemas"]["WaitingApproval"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Actor = components['schemas']['Actor'];
export type AgentAvailability = components['schemas']['AgentAvailability'];
export type AgentChangeKind = components['schemas']['AgentChangeKind'];
export type AgentDeniedTool = components['schemas']['AgentDeniedTool'];
export type AgentList = components['schemas']['AgentList'];
export type AgentReloaded = components['schemas']['AgentReloaded'];
export type AgentResponse = components['schemas']['AgentResponse'];
export type AgentSettings = components['schemas']['AgentSettings'];
export type AgentState = components['schemas']['AgentState'];
export type AgentSwitched = components['schemas']['AgentSwitched'];
export type AgentTool = components['schemas']['AgentTool'];
export type AgentToolList = components['schemas']['AgentToolList'];
export type AiLoopState = components['schemas']['AILoopState'];
export type AiLoopStatus = components['schemas']['AILoopStatus'];
export type ApprovalAnswer = components['schemas']['ApprovalAnswer'];
export type ApprovalChoice = components['schemas']['ApprovalChoice'];
export type ApprovalDecision = components['schemas']['ApprovalDecision'];
export type ApprovalMemory = components['schemas']['ApprovalMemory'];
export type ApprovalResolution = components['schemas']['ApprovalResolution'];
export type ApprovalRule = components['schemas']['ApprovalRule'];
export type ApprovalView = components['schemas']['ApprovalView'];
export type BrokenReplyPolicy = components['schemas']['BrokenReplyPolicy'];
export type BusyPolicy = components['schemas']['BusyPolicy'];
export type CarryOverPolicy = components['schemas']['CarryOverPolicy'];
export type CarryOverRecord = components['schemas']['CarryOverRecord'];
export type CarryOverSetting = components['schemas']['CarryOverSetting'];
export type ClientToolDeclaration = components['schemas']['ClientToolDeclaration'];
export type ClientToolResult = components['schemas']['ClientToolResult'];
export type ConfigurationProblem = components['schemas']['ConfigurationProblem'];
export type DisconnectPolicy = components['schemas']['DisconnectPolicy'];
export type EventPage = components['schemas']['EventPage'];
export type FinishReason = components['schemas']['FinishReason'];
export type HealthResponse = components['schemas']['HealthResponse'];
export type LoopList = components['schemas']['LoopList'];
export type MessageAdded = components['schemas']['MessageAdded'];
export type MessageChannel = components['schemas']['MessageChannel'];
export type MessageCompleted = components['schemas']['MessageCompleted'];
export type MessageDelta = components['schemas']['MessageDelta'];
export type MessageDropped = components['schemas']['MessageDropped'];
export type MessagePage = components['schemas']['MessagePage'];
export type MessageView = components['schemas']['MessageView'];
export type ModelFellBack = components['schemas']['ModelFellBack'];
export type ModelPrice = components['schemas']['ModelPrice'];
export type ModelQueued = components['schemas']['ModelQueued'];
export type ModelReference = components['schemas']['ModelReference'];
export type ModelRetried = components['schemas']['ModelRetried'];
export type ModelUsage = components['schemas']['ModelUsage'];
export type NewMessage = components['schemas']['NewMessage'];
export type NewSession = components['schemas']['NewSession'];
export type ProbeError = components['schemas']['ProbeError'];
export type ProbeOutcome = components['schemas']['ProbeOutcome'];
export type ProblemDocument = components['schemas']['ProblemDocument'];
export type ProviderAvailability = components['schemas']['ProviderAvailability'];
export type ProviderCalls = components['schemas']['ProviderCalls'];
export type ProviderCircuit = components['schemas']['ProviderCircuit'];
export type ProviderFailure = components['schemas']['ProviderFailure'];
export type ProviderKey = components['schemas']['ProviderKey'];
export type ProviderList = components['schemas']['ProviderList'];
export type ProviderModel = components['schemas']['ProviderModel'];
export type ProviderModels = components['schemas']['ProviderModels'];
export type ProviderResponse = components['schemas']['ProviderResponse'];
export type ReloadedAgent = components['schemas']['ReloadedAgent'];
export type ReloadResponse = components['schemas']['ReloadResponse'];
export type RenameSessionRequest = components['schemas']['RenameSessionRequest'];
export type ServerDraining = components['schemas']['ServerDraining'];
export type SessionApprovals = components['schemas']['SessionApprovals'];
export type SessionClosed = components['schemas']['SessionClosed'];
export type SessionCreated = components['schemas']['SessionCreated'];
export type SessionEvent = components['schemas']['SessionEvent'];
export type SessionPage = components['schemas']['SessionPage'];
export type SessionRecord = components['schemas']['SessionRecord'];
export type SessionRenamed = components['schemas']['SessionRenamed'];
export type SwitchAgentRequest = components['schemas']['SwitchAgentRequest'];
export type TestProviderRequest = components['schemas']['TestProviderRequest'];
export type TestProviderResponse = components['schemas']['TestProviderResponse'];
export type ToolApprovalRequired = components['schemas']['ToolApprovalRequired'];
export type ToolApprovalResolved = components['schemas']['ToolApprovalResolved'];
export type ToolApprovalRevoked = components['schemas']['ToolApprovalRevoked'];
export type ToolCallApproval = components['schemas']['ToolCallApproval'];
export type ToolCallOutcome = components['schemas']['ToolCallOutcome'];
export type ToolCallView = components['schemas']['ToolCallView'];
export type ToolClientCalled = components['schemas']['ToolClientCalled'];
export type ToolCompleted = components['schemas']['ToolCompleted'];
export type ToolEffect = components['schemas']['ToolEffect'];
export type ToolList = components['schemas']['ToolList'];
export type ToolProgressed = components['schemas']['ToolProgressed'];
export type ToolRequested = components['schemas']['ToolRequested'];
export type ToolResponse = components['schemas']['ToolResponse'];
export type ToolServerResponse = components['schemas']['ToolServerResponse'];
export type ToolServerState = components['schemas']['ToolServerState'];
export type ToolSetResponse = components['schemas']['ToolSetResponse'];
export type TurnCancelled = components['schemas']['TurnCancelled'];
export type TurnCompleted = components['schemas']['TurnCompleted'];
export type TurnError = components['schemas']['TurnError'];
export type TurnFailed = components['schemas']['TurnFailed'];
export type TurnInterrupted = components['schemas']['TurnInterrupted'];
export type TurnQueued = components['schemas']['TurnQueued'];
export type TurnReceipt = components['schemas']['TurnReceipt'];
export type TurnReplacement = components['schemas']['TurnReplacement'];
export type TurnResumed = components['schemas']['TurnResumed'];
export type TurnStarted = components['schemas']['TurnStarted'];
export type TurnStatus = components['schemas']['TurnStatus'];
export type TurnSteered = components['schemas']['TurnSteered'];
export type TurnTimings = components['schemas']['TurnTimings'];
export type TurnUsage = components['schemas']['TurnUsage'];
export type TurnView = components['schemas']['TurnView'];
export type UsageResponse = components['schemas']['UsageResponse'];
export type UsageSum = components['schemas']['UsageSum'];
export type ValidateAgentsRequest = components['schemas']['ValidateAgentsRequest'];
export type ValidateAgentsResponse = components['schemas']['ValidateAgentsResponse'];
export type ValidatedAgent = components['schemas']['ValidatedAgent'];
export type WaitingApproval = components['schemas']['WaitingApproval'];
export type WaitingApprovals = components['schemas']['WaitingApprovals'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
