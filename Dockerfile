FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
COPY --from=node /usr/local /usr/local
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig README.md package.json package-lock.json .npmrc ./
COPY docs/ docs/
COPY config/ config/
COPY src/ src/
RUN dotnet publish src/AIWhisperer.Server --configuration Release -p:RequireConsole=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
RUN mkdir /data && chown $APP_UID /data

# A container has to listen outside itself, so the server starts only when an API key is configured.
ENV ASPNETCORE_HTTP_PORTS=5080 \
    AIWhisperer__ConfigDirectory=/app/config \
    AIWhisperer__Storage__Path=/data/aiwhisperer.db \
    AIWhisperer__Workspace__Root=/data/workspace
VOLUME /data
EXPOSE 5080
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["dotnet", "AIWhisperer.Server.dll", "health"]
ENTRYPOINT ["dotnet", "AIWhisperer.Server.dll"]
